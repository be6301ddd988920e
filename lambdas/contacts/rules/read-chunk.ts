import { afterLine, scanRow } from './scan-csv.ts';
import type { RowProblem } from './scan-csv.ts';

/** Where reading goes on. */
export interface Place {
  /** Byte of the file in UTF-8. */
  readonly offset: number;
  /** The line of the file that begins there, from 1. */
  readonly line: number;
  /** In the middle of a line that was refused already. */
  readonly skipping: boolean;
}

export type ReadRow =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly problem: RowProblem };

export interface Chunk {
  readonly rows: readonly ReadRow[];
  readonly place: Place;
  readonly done: boolean;
}

/** As many rows as these bytes hold whole, and no more than `most`. The same bytes give the same rows. @param last as in scanRow */
export function readChunk(bytes: Buffer, from: Place, delimiter: string, last: boolean, most: number): Chunk {
  const by = delimiter.charCodeAt(0);
  const rows: ReadRow[] = [];
  const skipped = from.skipping ? afterLine(bytes, 0, last) : 0;
  if (skipped === undefined)
    return { rows, place: { ...from, offset: from.offset + bytes.length, skipping: !last }, done: last };
  let at = skipped;
  let line = from.line;
  let skipping = false;
  while (at < bytes.length && rows.length < most && !skipping) {
    const found = scanRow(bytes, at, by, last);
    if (found.kind === 'more') break;
    if (found.kind === 'row') rows.push({ line, cells: found.cells });
    if (found.kind === 'broken') {
      rows.push({ line, problem: found.problem });
      skipping = found.open;
    }
    at = found.next;
    line += found.lines;
  }
  return { rows, place: { offset: from.offset + at, line, skipping }, done: last && at >= bytes.length };
}
