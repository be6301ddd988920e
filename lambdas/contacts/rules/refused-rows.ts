import { stringify } from 'csv-stringify/sync';
import { csvCell } from '#lambdas/forwarding/rules/csv-cell.ts';
import type { Refusal } from './judge-row.ts';

/** The byte order mark is what makes spreadsheets read UTF-8 as UTF-8. */
export const refusedHeader = `\ufeff${stringify([['line', 'reason', 'cell']], { record_delimiter: 'windows' })}`;

/** A line for each row that was refused: no cell of it is a formula, and none is longer than a person reads. */
export const refusedRows = (refusals: readonly Refusal[]): string =>
  stringify(
    refusals.map(({ line, because, value = '' }) => [line, because, csvCell(shortened(value))]),
    { record_delimiter: 'windows' },
  );

const longest = 200;
const shortened = (value: string): string => {
  const shown = value.replaceAll('\0', '\u2400');
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
};
