import * as z from 'zod';
import { findStandings, standingsAtOnce } from '#lambdas/consent/find-standings.ts';
import { openProfile } from '#lambdas/consent/open-profile.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import { knownFields } from '#lambdas/contacts/known-fields.ts';
import type { KnownFields } from '#lambdas/contacts/known-fields.ts';
import { membersStore } from '#lambdas/contacts/members-store.ts';
import type { MembersStore } from '#lambdas/contacts/members-store.ts';
import { batch } from '#lambdas/platform/batch.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { memberPartitions } from '#lambdas/platform/keys/directory.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { queueAt } from '#lambdas/platform/queue.ts';
import type { Queue } from '#lambdas/platform/queue.ts';
import { sealer } from '#lambdas/platform/sealing.ts';
import type { Sealer } from '#lambdas/platform/sealing.ts';
import { addressSecret } from '#lambdas/platform/secrets.ts';
import { exportFiles } from './export-files.ts';
import type { ExportFiles } from './export-files.ts';
import { exportsStore } from './exports-store.ts';
import type { ExportsStore, KeptExport, Progress } from './exports-store.ts';
import { exportHeader, exportRows } from './rules/export-rows.ts';

export const exportRef = z.object({ clientId: z.string(), exportId: z.string() });

export interface ExportApp {
  readonly clock: Clock;
  readonly exports: Pick<ExportsStore, 'find' | 'advance' | 'finish'>;
  readonly files: Omit<ExportFiles, 'urlOf'>;
  readonly members: Pick<MembersStore, 'page'>;
  readonly standings: (addressKeys: readonly string[]) => Promise<Map<string, Standing>>;
  readonly knownFields: KnownFields;
  readonly sealer: () => Promise<Sealer>;
  readonly queue: () => Queue;
  /** Bytes of a part: S3 wants 5 MB of each but the last. */
  readonly partBytes: number;
}

/**
 * One part of a file, whatever its size in all: memory and time of a run stay the same for a list of ten million. The
 * place where the next part begins is written when this part is there, so that a run that died is done again and nobody is
 * left out or there twice. Of two runs that meet, the second stops.
 */
export async function writePart(ref: z.output<typeof exportRef>, app: ExportApp): Promise<void> {
  const found = await app.exports.find(ref.clientId, ref.exportId);
  if (found?.status !== 'running') return;
  const progress = found.progress ?? (await begin(found, app));
  if (!progress) return;
  const part = await nextPart(found.listId, progress, app);
  const after = part.csv === '' ? progress : await upload(found, progress, part, app);
  if (!after) return;
  if (after.partition < memberPartitions && part.csv !== '') return app.queue().send(ref);
  await app.files.complete(found, after.uploadId, after.parts);
  await app.exports.finish(found, 'ready', after.rows);
}

/** @returns undefined when another run has begun it */
async function begin(found: KeptExport, app: ExportApp): Promise<Progress | undefined> {
  const fields = (await app.knownFields(found.clientId, found.listId)).map(({ key }) => key);
  const uploadId = await app.files.begin(found);
  const progress: Progress = { uploadId, fields, parts: [], partition: 0, rows: 0 };
  return (await app.exports.advance(found, undefined, progress, app.clock.now())) ? progress : undefined;
}

interface Part {
  readonly csv: string;
  readonly rows: number;
  readonly partition: number;
  readonly afterContactId?: string;
}

async function nextPart(listId: string, from: Progress, app: ExportApp): Promise<Part> {
  const sealing = await app.sealer();
  const pieces: string[] = from.parts.length === 0 ? [exportHeader(from.fields)] : [];
  let { partition, afterContactId } = from;
  let rows = 0;
  let bytes = 0;
  while (partition < memberPartitions && bytes < app.partBytes) {
    const page = await app.members.page(listId, partition, { after: afterContactId, status: 'subscribed' });
    const keys = page.members.map(({ addressKey }) => addressKey);
    for (let start = 0; start < keys.length; start += standingsAtOnce) {
      const standings = await app.standings(keys.slice(start, start + standingsAtOnce));
      const profileOf = (each: Standing) => openProfile(sealing, each);
      const made = exportRows(listId, from.fields, [...standings.values()], profileOf, app.clock.now());
      pieces.push(made.csv);
      rows += made.rows;
      bytes += Buffer.byteLength(made.csv);
    }
    afterContactId = page.last;
    if (page.last === undefined) partition += 1;
  }
  return { csv: pieces.join(''), rows, partition, afterContactId };
}

/** @returns undefined when another run was there first */
async function upload(found: KeptExport, from: Progress, part: Part, app: ExportApp): Promise<Progress | undefined> {
  const tag = await app.files.part(found, from.uploadId, from.parts.length + 1, part.csv);
  const { partition, afterContactId } = part;
  const to: Progress = { ...from, partition, afterContactId, parts: [...from.parts, tag], rows: from.rows + part.rows };
  return (await app.exports.advance(found, from.parts.length, to, app.clock.now())) ? to : undefined;
}

const exportApp = lazily((): ExportApp => ({
  clock: systemClock,
  exports: exportsStore(documentClient()),
  files: exportFiles(() => setting('EXPORTS_BUCKET')),
  members: membersStore(documentClient()),
  standings: (addressKeys) => findStandings(documentClient(), addressKeys),
  knownFields: knownFields(documentClient()),
  sealer: lazilyAsync(async () => sealer(await addressSecret())),
  queue: lazily(() => queueAt(setting('EXPORTS_QUEUE_URL'))),
  partBytes: 6 * 1024 * 1024,
}));

export const handler = batch(exportRef, writePart, exportApp);
