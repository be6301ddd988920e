import type { ImportApp, WorkingImport } from './import-app.ts';
import { judgeRow } from './rules/judge-row.ts';
import type { GoodRow, Refusal } from './rules/judge-row.ts';
import { readChunk } from './rules/read-chunk.ts';
import type { Place } from './rules/read-chunk.ts';

export interface ReadRows {
  readonly good: readonly GoodRow[];
  readonly refused: readonly Refusal[];
  readonly place: Place;
  readonly done: boolean;
}

/** The next rows of the file, judged. The same place gives the same rows. @returns undefined when the file is gone */
export async function readRows(found: WorkingImport, app: ImportApp, most: number): Promise<ReadRows | undefined> {
  const { progress, source, dialect, settings, columns, startedAt } = found;
  if (!source || !dialect || !settings || !columns || startedAt === undefined)
    throw new Error('an import was started that nobody had looked at');
  const [which, etag] = dialect.encoding === 'utf-8' ? (['posted', source.etag] as const) : (['utf8'] as const);
  const { offset, size } = progress;
  const bytes = offset < size ? await app.files.read(found, which, offset, app.sizes.window, etag) : Buffer.of();
  if (!bytes) return undefined;
  const { rows, place, done } = readChunk(bytes, progress, dialect.delimiter, offset + bytes.length >= size, most);
  const good: GoodRow[] = [];
  const refused: Refusal[] = [];
  // The first row of the file names the columns.
  for (const row of progress.line === 1 ? rows.slice(1) : rows) {
    const judged = judgeRow(row, { columns, settings, today: startedAt.slice(0, 10) });
    if ('good' in judged) good.push(judged.good);
    else refused.push(judged.refused);
  }
  return { good, refused, place, done };
}
