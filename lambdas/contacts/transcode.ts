import { failed, fileGone } from './import-app.ts';
import type { ImportApp, Turn, WorkingImport } from './import-app.ts';
import { utf8Of } from './import-files.ts';
import { beginningOf } from './imports-store.ts';
import { decoderOf, wholeCharacters } from './rules/dialect.ts';

/** Makes a part of the file UTF-8: what follows reads bytes, and can go on at any of them. */
export const transcodeTurn: Turn = async (found, app) => {
  const { progress, source, dialect } = found;
  if (!source || !dialect) throw new Error('an import was started that nobody had looked at');
  const { offset, turn, parts, uploadId = await app.written.begin(utf8Of(found)) } = progress;
  if (offset >= source.size) return whole(found, uploadId, app);
  const bytes = await app.files.read(found, 'posted', offset, app.sizes.transcoded, source.etag);
  if (!bytes) return failed(found, fileGone);
  const last = offset + bytes.length >= source.size;
  const taken = last ? bytes : bytes.subarray(0, wholeCharacters(bytes, dialect.encoding));
  const text = decoderOf(dialect.encoding, offset === 0).decode(taken);
  const tag = await app.written.part(utf8Of(found), uploadId, parts.length + 1, text);
  const written = progress.written + Buffer.byteLength(text);
  const place = { turn: turn + 1, offset: offset + taken.length, uploadId, parts: [...parts, tag], written };
  return { ...found, progress: { ...progress, ...place } };
};

/** Its parts were all counted in the turn before: this one may be done again. */
async function whole(found: WorkingImport, uploadId: string, app: ImportApp) {
  const { turn, parts, written } = found.progress;
  await app.written.complete(utf8Of(found), uploadId, parts);
  return { ...found, progress: beginningOf('check', turn + 1, { offset: 0, size: written }) };
}
