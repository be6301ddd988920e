import type { ContactImport } from '#contract/contacts.ts';
import { readChunk } from './read-chunk.ts';

export type Dialect = NonNullable<ContactImport['dialect']>;
export type Encoding = Dialect['encoding'];

/** How a file is written, as its first bytes say. @returns a sentence for what is no text at all */
export function dialectOf(sample: Buffer): Dialect | { readonly not: string } {
  if (sample.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004')))
    return { not: 'this is a workbook (.xlsx, .ods) or an archive: save the sheet as CSV first' };
  if (sample.subarray(0, 4).toString('hex') === 'd0cf11e0')
    return { not: 'this is an old workbook (.xls): save the sheet as CSV first' };
  const encoding = encodingOf(sample);
  const text = Buffer.from(decoderOf(encoding).decode(sample));
  return { encoding, delimiter: delimiterOf(text) };
}

/** Bytes that mean nothing become U+FFFD. @param atStart whether a byte order mark is one, and is dropped */
export const decoderOf = (encoding: Encoding, atStart = true) => new TextDecoder(encoding, { ignoreBOM: !atStart });

/** How many of these bytes are whole characters: none is cut in two. */
export function wholeCharacters(bytes: Buffer, encoding: Encoding): number {
  if (encoding === 'windows-1252' || encoding === 'utf-8') return bytes.length;
  const whole = bytes.length - (bytes.length % 2);
  const high = bytes[encoding === 'utf-16le' ? whole - 1 : whole - 2] ?? 0;
  // The first half of a pair (RFC 2781): its second comes with the bytes after.
  return high >= 0xd8 && high <= 0xdb ? whole - 2 : whole;
}

export const hasUtf8Mark = (sample: Buffer): boolean => sample.subarray(0, 3).toString('hex') === 'efbbbf';

function encodingOf(sample: Buffer): Encoding {
  if (hasUtf8Mark(sample)) return 'utf-8';
  const mark = sample.subarray(0, 2).toString('hex');
  if (mark === 'fffe') return 'utf-16le';
  if (mark === 'feff') return 'utf-16be';
  const zeros = [0, 0];
  sample.forEach((byte, index) => (zeros[index % 2] = (zeros[index % 2] ?? 0) + (byte === 0 ? 1 : 0)));
  // Letters of Latin scripts have a zero in one of their two bytes.
  const [even = 0, odd = 0] = zeros;
  if (odd > sample.length / 6 && odd > 4 * even) return 'utf-16le';
  if (even > sample.length / 6 && even > 4 * odd) return 'utf-16be';
  return isUtf8(sample) ? 'utf-8' : 'windows-1252';
}

function isUtf8(sample: Buffer): boolean {
  try {
    // As a stream: the sample may end in the middle of a character.
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true });
    return true;
  } catch {
    return false;
  }
}

const delimiters = [',', ';', '\t'] as const;

/** The one that makes most rows as wide as the first. A file of one column has none: a comma does no harm. */
function delimiterOf(text: Buffer): Dialect['delimiter'] {
  const start = { offset: 0, line: 1, skipping: false };
  const scores = delimiters.map((delimiter) => {
    const { rows } = readChunk(text, start, delimiter, false, 50);
    const widths = rows.flatMap((row) => ('cells' in row ? [row.cells.length] : []));
    const [first = 1] = widths;
    return first === 1 ? 0 : widths.filter((width) => width === first).length + first / 1_000;
  });
  return delimiters[scores.indexOf(Math.max(...scores))] ?? ',';
}
