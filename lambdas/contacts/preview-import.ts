import type { previewImport } from '#contract/contacts.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { DomainError } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ContactsApp } from './contacts-app.ts';
import type { KeptImport } from './imports-store.ts';
import { changedMeanwhile, known } from './manage-imports.ts';
import { decoderOf, dialectOf, hasUtf8Mark } from './rules/dialect.ts';
import { readChunk } from './rules/read-chunk.ts';
import { shownImport } from './shown-import.ts';
import { suggestMapping } from './rules/suggest-mapping.ts';

const sampleBytes = 256 * 1024;
const shownRows = 50;
const longestShown = 500;

/** Looks at the file as it is now: what is started is this one, and no other that is posted after. */
export const preview: Run<typeof previewImport, ContactsApp> = async ({ params }, app) => {
  const found = await known(app.imports, params);
  if (found.status !== 'uploading' && found.status !== 'ready')
    throw new DomainError('wrong_state', 'this import has begun: its file cannot be changed any more');
  const posted = await app.files.posted(found);
  const sample = posted && (await app.files.read(found, 'posted', 0, sampleBytes, posted.etag));
  if (!posted || !sample)
    throw new DomainError('wrong_state', 'no file was posted yet, or it is gone: files stay a day');
  const dialect = dialectOf(sample);
  if ('not' in dialect) throw refused(dialect.not);
  const { columns, rows } = looked(
    decoderOf(dialect.encoding).decode(sample),
    dialect.delimiter,
    sample.length === posted.size,
  );
  const source = { ...posted, mark: hasUtf8Mark(sample) };
  const looksLike: KeptImport = { ...found, status: 'ready', dialect, columns, source, touchedAt: app.clock.now() };
  if (!(await app.imports.change(found, looksLike))) throw changedMeanwhile();
  const suggested = suggestMapping(columns, rows);
  return reply({ import: shownImport(looksLike, looksLike.touchedAt), rows, suggested });
};

/** Rows that are not in order are left out here; they are named once all are checked. */
function looked(text: string, delimiter: string, whole: boolean) {
  const start = { offset: 0, line: 1, skipping: false };
  const read = readChunk(Buffer.from(text), start, delimiter, whole, shownRows + 1).rows;
  const [first, ...others] = read;
  if (!first || !('cells' in first)) throw refused('the first line has to name the columns, and cannot be read');
  const rows = others.flatMap((row) => ('cells' in row ? [row.cells.map((cell) => cell.slice(0, longestShown))] : []));
  return { columns: first.cells.map((cell) => cell.trim().slice(0, longestHeading)), rows };
}

const longestHeading = 100;

const refused = (message: string): DomainError =>
  new DomainError('invalid_fields', 'this file cannot be imported', { fields: [{ path: 'file', message }] });
