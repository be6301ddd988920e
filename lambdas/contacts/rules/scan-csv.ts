/** Bytes of a row that is taken; one that is longer is refused. */
export const longestRow = 64 * 1024;
/** How far a quote may stay open before it is taken for a stray one, and the next line is read as a row of its own. */
export const longestQuote = 1024 * 1024;
export const mostColumns = 200;

export type RowProblem = 'open_quote' | 'wrong_quotes' | 'too_long' | 'too_many_columns';

/** What begins at a byte. `lines` are those that it takes; `open`: the rest of its line is beyond these bytes. */
export type Scanned =
  | { readonly kind: 'row'; readonly cells: string[]; readonly next: number; readonly lines: number }
  | { readonly kind: 'blank'; readonly next: number; readonly lines: number }
  | {
      readonly kind: 'broken';
      readonly problem: RowProblem;
      readonly next: number;
      readonly lines: number;
      readonly open: boolean;
    }
  | { readonly kind: 'more' };

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * One row of a CSV file (RFC 4180), of bytes in UTF-8: delimiters, quotes and breaks are single bytes in it, so that a
 * place in the file is a number and reading can go on there. A row that is not in order costs itself and no other.
 * @param last whether the file ends with these bytes
 */
export function scanRow(bytes: Buffer, from: number, delimiter: number, last: boolean): Scanned {
  const cells: string[] = [];
  let at = from;
  let lines = 1;
  for (;;) {
    const cell = bytes[at] === quote ? quoted(bytes, from, at, delimiter, last) : bare(bytes, at, delimiter, last);
    if (cell === 'more') return wants(bytes, from, last);
    if (typeof cell === 'string') return broken(bytes, from, cell, last);
    if (cells.length < mostColumns + 1) cells.push(cell.text);
    lines += cell.breaks;
    at = cell.end;
    if (bytes[at] === delimiter) {
      at += 1;
      continue;
    }
    const next = afterBreak(bytes, at, last);
    if (next === undefined) return wants(bytes, from, last);
    return judged({ from, at, next, cells, lines });
  }
}

interface Cell {
  readonly text: string;
  /** Where the delimiter, the break or the end is. */
  readonly end: number;
  readonly breaks: number;
}

function bare(bytes: Buffer, start: number, delimiter: number, last: boolean): Cell | 'more' {
  let end = start;
  for (; end < bytes.length; end++) {
    const byte = bytes[end];
    if (byte === delimiter || byte === lineFeed || byte === carriageReturn) break;
  }
  return end === bytes.length && !last ? 'more' : { text: bytes.toString('utf8', start, end), end, breaks: 0 };
}

function quoted(
  bytes: Buffer,
  row: number,
  start: number,
  delimiter: number,
  last: boolean,
): Cell | 'more' | 'open_quote' | 'wrong_quotes' {
  for (let from = start + 1; ;) {
    const close = bytes.indexOf(quote, from);
    if (close === -1) return !last && bytes.length - row < longestQuote ? 'more' : 'open_quote';
    if (close - row > longestQuote) return 'open_quote';
    const after = bytes[close + 1];
    if (after === undefined && !last) return 'more';
    if (after === quote) {
      from = close + 2;
      continue;
    }
    if (after !== undefined && after !== delimiter && after !== lineFeed && after !== carriageReturn)
      return 'wrong_quotes';
    const text = bytes.toString('utf8', start + 1, close);
    return { text: text.replaceAll('""', '"'), end: close + 1, breaks: breaksIn(text) };
  }
}

/** @returns undefined when what follows decides */
function afterBreak(bytes: Buffer, at: number, last: boolean): number | undefined {
  if (at >= bytes.length) return last ? at : undefined;
  if (bytes[at] === lineFeed) return at + 1;
  if (at + 1 === bytes.length && !last) return undefined;
  return bytes[at + 1] === lineFeed ? at + 2 : at + 1;
}

function judged(row: { from: number; at: number; next: number; cells: string[]; lines: number }): Scanned {
  const { from, at, next, cells, lines } = row;
  if (at === from) return { kind: 'blank', next, lines };
  if (at - from > longestRow) return { kind: 'broken', problem: 'too_long', next, lines, open: false };
  if (cells.length > mostColumns) return { kind: 'broken', problem: 'too_many_columns', next, lines, open: false };
  return { kind: 'row', cells, next, lines };
}

/** More bytes, unless there are more than any row has already. */
const wants = (bytes: Buffer, from: number, last: boolean): Scanned =>
  !last && bytes.length - from < longestQuote ? { kind: 'more' } : broken(bytes, from, 'too_long', last);

/** Reading goes on with the line after the one that the row begins in. */
function broken(bytes: Buffer, from: number, problem: RowProblem, last: boolean): Scanned {
  const next = afterLine(bytes, from, last);
  return next === undefined
    ? { kind: 'broken', problem, next: bytes.length, lines: 1, open: !last }
    : { kind: 'broken', problem, next, lines: 1, open: false };
}

/** @returns undefined when the line does not end in these bytes */
export function afterLine(bytes: Buffer, from: number, last: boolean): number | undefined {
  for (let at = from; at < bytes.length; at++)
    if (bytes[at] === lineFeed || bytes[at] === carriageReturn) return afterBreak(bytes, at, last);
  return undefined;
}

const breaksIn = (text: string): number => text.match(/\r\n|\r|\n/g)?.length ?? 0;
