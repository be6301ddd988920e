import type { Command } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import { second, systemClock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { recount } from '#lambdas/reporting/recount.ts';
import type { Recounted } from '#lambdas/reporting/recount.ts';
import { barFor } from '../campaigns/bar.ts';
import { columns } from '../command.ts';
import { deployment, outputOf } from '../deployed.ts';

interface Options {
  readonly grace: string;
  readonly prefix: string;
  readonly json?: boolean;
}

/** What is over sooner needs no bar. */
const barAfterMs = 2 * second;

/** `report recount`: whether the figures of a campaign are those of its messages. */
export function registerRecount(program: Command): void {
  program
    .command('report')
    .description('figures of campaigns')
    .command('recount <client-id> <campaign-id>')
    .description('count the messages of a campaign anew, and compare with its figures; exits with 1 when they differ')
    .option('--grace <seconds>', 'while they differ, look again for so long: events may be on their way', '60')
    .option('--prefix <prefix>', 'what the names of the stacks begin with', 'Assent-')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  assent report recount AbCdEfGh12345678 HgFeDcBa87654321\n\nIt reads every message of the campaign, and changes nothing.',
    )
    .action(async (clientId: string, campaignId: string, { grace, prefix, json }: Options) => {
      const found = await recountDeployed({ clientId, campaignId }, { graceMs: secondsIn(grace), prefix, json });
      if (!found.equal) process.exitCode = 1;
      console.log(json ? JSON.stringify(found) : recountInWords(found));
    });
}

async function recountDeployed(
  of: { readonly clientId: string; readonly campaignId: string },
  { graceMs, prefix, json }: { readonly graceMs: number; readonly prefix: string; readonly json: boolean | undefined },
): Promise<Recounted> {
  const table = outputOf(await deployment(prefix), 'Service', 'DeliveryTable');
  const bar = barFor({ json: json ?? false });
  const begun = Date.now();
  const tell = (share: number): void => {
    if (Date.now() - begun > barAfterMs) bar.show('counting', share, '');
  };
  try {
    return await recount(of, graceMs, {
      db: documentClient(),
      table,
      clock: systemClock,
      pause: (ms) => sleep(ms),
      tell,
    });
  } finally {
    bar.stop();
  }
}

/** @throws with a sentence */
function secondsIn(text: string): number {
  const seconds = Number(text);
  if (!Number.isFinite(seconds) || seconds < 0) throw new Error(`--grace: "${text}" is not a number of seconds`);
  return seconds * second;
}

export function recountInWords({ messages, equal, differences, behind }: Recounted): string {
  if (equal) return `Equal: ${counted(messages)}, counted anew, come to the same figures.`;
  const rows = differences.map(({ what, kept, recounted }) => [what, grouped(kept), grouped(recounted)]);
  return [
    `Different, of ${counted(messages)}:`,
    columns([['', 'kept', 'recounted'], ...rows], ''),
    behind > 0
      ? `Of ${counted(behind)} something came that is not counted yet: it is on its way, or was given up (assent redrive tells what waits).`
      : 'Nothing is on its way: the counters are not the sum of what was counted.',
  ].join('\n');
}

const grouped = (count: number): string => count.toLocaleString('en');
const counted = (messages: number): string => `${grouped(messages)} ${messages === 1 ? 'message' : 'messages'}`;
