import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChunk } from '#lambdas/contacts/rules/read-chunk.ts';
import type { Place, ReadRow } from '#lambdas/contacts/rules/read-chunk.ts';
import { longestQuote, longestRow } from '#lambdas/contacts/rules/scan-csv.ts';

const start: Place = { offset: 0, line: 1, skipping: false };

/** Reads a file as the import does: a window at a time, from where the one before ended. */
function readWhole(file: Buffer, window = 2 * 1024 * 1024, most = 5_000, delimiter = ','): ReadRow[] {
  const rows: ReadRow[] = [];
  let place = start;
  for (;;) {
    const bytes = file.subarray(place.offset, place.offset + window);
    const last = place.offset + bytes.length >= file.length;
    const chunk = readChunk(bytes, place, delimiter, last, most);
    rows.push(...chunk.rows);
    if (chunk.done) return rows;
    if (chunk.place.offset === place.offset) throw new Error(`it does not go on at byte ${place.offset}`);
    place = chunk.place;
  }
}
const read = (text: string, ...more: [window?: number, most?: number, delimiter?: string]) =>
  readWhole(Buffer.from(text), ...more);
const cellsOf = (rows: readonly ReadRow[]) => rows.map((row) => ('cells' in row ? row.cells : row.problem));

describe('a file in order', () => {
  const cell = fc.string({
    unit: fc.constantFrom('a', 'b', '"', "'", ',', ';', '\t', '\n', '\r', ' ', '€', '😀', '=', '0'),
    maxLength: 12,
  });
  const table = fc
    .integer({ min: 1, max: 4 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }),
    );

  it('reads as another parser reads it, whatever stands in quotes', () => {
    fc.assert(
      fc.property(table, fc.constantFrom(',', ';', '\t'), fc.constantFrom('\n', '\r\n'), (rows, delimiter, ending) => {
        const text = stringify(rows, { delimiter, record_delimiter: ending, quoted: true, quoted_empty: true });
        const other = parse(text, { delimiter, record_delimiter: ending, relax_column_count: true });
        expect(cellsOf(read(text, undefined, undefined, delimiter))).toEqual(other);
        expect(other).toEqual(rows);
      }),
    );
  });

  it('reads the same in windows of any size, with the same line numbers', () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 200 }), (rows, most, extra) => {
        const text = stringify(rows, { quoted: true, quoted_empty: true });
        // No row is longer: twelve characters of up to four bytes, doubled quotes, four cells.
        expect(read(text, 500 + extra, most)).toEqual(read(text));
      }),
    );
  });

  it.each([
    [
      'LF',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'CRLF',
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'CR, as old programs write',
      'a,b\rc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'no break at the end',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['blank lines between', 'a\n\n\r\nb\n', [['a'], ['b']]],
    [
      'empty cells',
      ',\n"",x\n',
      [
        ['', ''],
        ['', 'x'],
      ],
    ],
    ['a quote in the middle of a cell', '5" pipe,x\n', [['5" pipe', 'x']]],
  ])('takes %s', (_, text, rows) => expect(cellsOf(read(text))).toEqual(rows));

  it('counts lines of the file, not rows', () => {
    expect(read('h\n"one\ntwo\r\nthree"\n\nlast\n').map(({ line }) => line)).toEqual([1, 2, 6]);
  });
});

describe('a row that is not in order', () => {
  it('costs itself and no other: something after a closing quote', () => {
    expect(read('a,b\n"x"y,z\nc,d\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, problem: 'wrong_quotes' },
      { line: 3, cells: ['c', 'd'] },
    ]);
  });

  it('costs itself and no other: a quote that is never closed', () => {
    const rows = read(`a,b\n"x,z\n${'c,d\n'.repeat(longestQuote)}`);
    expect(rows.slice(0, 3)).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, problem: 'open_quote' },
      { line: 3, cells: ['c', 'd'] },
    ]);
    expect(rows).toHaveLength(2 + longestQuote);
    expect(cellsOf(read('a\n"b\nc'))).toEqual([['a'], 'open_quote', ['c']]);
  });

  it('costs itself and no other: a cell of 100 kB, with line breaks or without', () => {
    for (const long of ['x'.repeat(100_000), `"${'x,ada@example.net\n'.repeat(6_000)}"`])
      expect(cellsOf(read(`a,b\n${long},z\nc,d\n`))).toEqual([['a', 'b'], 'too_long', ['c', 'd']]);
    expect(read(`a\n"${'x\n'.repeat(50_000)}"\nc\n`).at(-1)).toEqual({ line: 50_003, cells: ['c'] });
    expect('x'.repeat(100_000).length).toBeGreaterThan(longestRow);
  });

  it('costs itself and no other: a line longer than what is read at once', () => {
    const rows = read(`a\n${'x'.repeat(5_000_000)}\nc\n`);
    expect(rows).toEqual([
      { line: 1, cells: ['a'] },
      { line: 2, problem: 'too_long' },
      { line: 3, cells: ['c'] },
    ]);
    expect(read(`a\n${'x'.repeat(5_000_000)}`).at(-1)).toEqual({ line: 2, problem: 'too_long' });
  });

  it('costs itself and no other: thousands of cells', () => {
    expect(cellsOf(read(`a\n${','.repeat(5_000)}\nc\n`))).toEqual([['a'], 'too_many_columns', ['c']]);
  });

  it('is found in any bytes at all, and reading comes to an end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const rows = readWhole(Buffer.from(bytes));
        expect(rows.length).toBeLessThanOrEqual(bytes.length);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', '\0'), maxLength: 60 }), (text) => {
        const lines = read(text).map(({ line }) => line);
        expect(lines).toEqual([...lines].sort((one, other) => one - other));
      }),
    );
  });
});
