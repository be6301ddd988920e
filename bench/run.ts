import path from 'node:path';
import * as z from 'zod';
import { bundles } from './bundles.ts';
import { imports } from './import.ts';
import { rendering } from './render.ts';
import { gatherings } from '#lib/reporting.ts';
import { reporting } from './reporting.ts';
import { writeReport } from './report.ts';
import type { Table } from './report.ts';
import { sending } from './sending.ts';
import { signUps } from './sign-up.ts';
import { idleOf } from './usage/idle.ts';
import { writeUsage } from './usage/write.ts';
import { templatesWith } from '#test/support/synthesised.ts';

/** Measures and writes docs/performance.md. Started by `npm run bench`, which brings a local cloud. */
const times = z.record(z.string(), z.number()).parse(JSON.parse(process.env.STEP_TIMES ?? '{}'));
const total = Object.values(times).reduce((sum, ms) => sum + ms, 0);
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
const steps: Table = {
  title: 'From nothing to a running Assent, packages installed',
  figures: [
    ...Object.entries(times).map(([what, ms]) => ({
      what,
      measured: `${seconds(ms)}, ${((100 * ms) / total).toFixed(0)} %`,
    })),
    { what: 'all of it', measured: seconds(total) },
  ],
};
const { data, mail, service, insight } = templatesWith();
await writeUsage(gatherings, idleOf([data, mail, service, insight]));
const tables = [
  bundles(),
  await signUps(),
  await imports(),
  await rendering(),
  await sending(),
  await reporting(gatherings),
  steps,
];
console.log(await writeReport(path.resolve(import.meta.dirname, '../docs/performance.md'), tables));
// Read anew: it begins with what was measured just now.
const { writeCostDocument } = await import('./cost-document.ts');
await writeCostDocument();
