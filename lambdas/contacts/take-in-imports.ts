import * as z from 'zod';
import { findStandings } from '#lambdas/consent/find-standings.ts';
import { standingStore } from '#lambdas/consent/standing-store.ts';
import { exportFiles } from '#lambdas/forwarding/export-files.ts';
import { addressKeys } from '#lambdas/platform/address-keys.ts';
import { batch } from '#lambdas/platform/batch.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { optionalSetting, setting } from '#lambdas/platform/environment.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import { queueAt } from '#lambdas/platform/queue.ts';
import { sealer } from '#lambdas/platform/sealing.ts';
import { addressSecret } from '#lambdas/platform/secrets.ts';
import { dnsResolver, mailDomains } from '#lambdas/sign-up/mail-domains.ts';
import { checkTurn } from './check-rows.ts';
import { importFiles } from './import-files.ts';
import { importTurn } from './import-rows.ts';
import { importsStore } from './imports-store.ts';
import type { KeptImport } from './imports-store.ts';
import { reportTurn } from './report-refused.ts';
import { transcodeTurn } from './transcode.ts';
import type { ImportApp, Turn } from './import-app.ts';

export const importRef = z.object({ clientId: z.string(), importId: z.string() });

const turns = { transcode: transcodeTurn, check: checkTurn, report: reportTurn, import: importTurn } as const;

/**
 * One turn of an import, whatever its size in all: memory and time of a run stay the same for a million rows. Where the
 * next one begins is written together with what this one counted, so that a run that died is done again and nobody is
 * counted twice. Of two runs that meet, the second stops.
 */
export async function takeTurn(ref: z.output<typeof importRef>, app: ImportApp): Promise<void> {
  const found = await app.imports.find(ref.clientId, ref.importId);
  if (!found?.progress || !isWorking(found)) return;
  const turn: Turn = turns[found.progress.step];
  const to = await turn({ ...found, progress: found.progress }, app);
  const moved = { ...to, touchedAt: app.clock.now() };
  if (!(await app.imports.change(found, isWorking(moved) ? moved : ended(moved)))) return;
  const { importId, status, counts } = moved;
  if (isWorking(moved)) await app.queue().send(ref);
  else app.log.info('import', { importId, status, ...counts });
}

const isWorking = ({ status }: Pick<KeptImport, 'status'>): boolean => status === 'checking' || status === 'importing';

const ended = ({ ...moved }: KeptImport): KeptImport =>
  moved.status === 'quarantined' ? moved : { ...moved, endedAt: moved.touchedAt };

const importApp = lazily((): ImportApp => ({
  clock: systemClock,
  ids: randomIds,
  log: jsonLog,
  imports: importsStore(documentClient()),
  files: importFiles(() => setting('IMPORTS_BUCKET')),
  written: exportFiles(() => setting('IMPORTS_BUCKET')),
  standings: standingStore(documentClient()),
  find: (keys) => findStandings(documentClient(), keys),
  secrets: lazilyAsync(async () => {
    const secret = await addressSecret();
    return { keys: addressKeys(secret), sealer: sealer(secret) };
  }),
  domains: mailDomains(
    lazily(() => dnsResolver(optionalSetting('DNS_SERVERS')?.split(',') ?? [])),
    systemClock,
  ),
  queue: lazily(() => queueAt(setting('IMPORTS_QUEUE_URL'))),
  sizes: {
    window: 2 * 1024 * 1024,
    transcoded: 12 * 1024 * 1024,
    checked: 20_000,
    imported: 5_000,
    part: 8 * 1024 * 1024,
  },
}));

export const handler = batch(importRef, takeTurn, importApp);
