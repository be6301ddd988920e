import { stringify } from 'csv-stringify/sync';
import { csvCell } from '#lambdas/forwarding/rules/csv-cell.ts';

export type Row = readonly (string | number)[];

/** For spreadsheets of all makes: none of them takes a cell for a formula. Every row is as long as the first. */
export const asCsv = ([head = [], ...rows]: readonly Row[]): string =>
  stringify(
    [head, ...rows].map((row) => head.map((_, column) => csvCell(row[column]))),
    { bom: true, record_delimiter: 'windows' },
  );
