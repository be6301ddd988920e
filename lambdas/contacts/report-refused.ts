import type { ImportApp, Turn, WorkingImport } from './import-app.ts';
import { reportOf } from './import-files.ts';
import { beginningOf, markOf } from './imports-store.ts';
import { refusedHeader } from './rules/refused-rows.ts';
import { warningsFrom } from './rules/suspicion.ts';

/** Makes one file of what the turns refused, and decides whether an operator has to (CS-14). */
export const reportTurn: Turn = async (found, app) => {
  await writeReport(found, app);
  const warnings = warningsFrom(found.signals);
  const quarantined = warnings.some(({ quarantines }) => quarantines);
  const { turn, size } = found.progress;
  return {
    ...found,
    warnings,
    reportedAt: app.clock.now(),
    status: quarantined ? 'quarantined' : 'importing',
    progress: beginningOf('import', turn + 1, { offset: markOf(found), size }),
  };
};

async function writeReport(found: WorkingImport, app: ImportApp): Promise<void> {
  const file = reportOf(found);
  const uploadId = await app.written.begin(file);
  const tags: string[] = [];
  let pending = refusedHeader;
  const flush = async () => {
    tags.push(await app.written.part(file, uploadId, tags.length + 1, pending));
    pending = '';
  };
  for (const turn of found.progress.refusedIn) {
    pending += await app.files.refused(found, turn);
    if (Buffer.byteLength(pending) >= app.sizes.part) await flush();
  }
  if (pending !== '') await flush();
  await app.written.complete(file, uploadId, tags);
}
