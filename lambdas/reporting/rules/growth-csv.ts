import type { Growth } from '#contract/growth.ts';
import { asCsv } from './as-csv.ts';
import { growthNames } from './growth.ts';

/** A day a line, in UTC; those on which nothing happened are left out. */
export const growthCsv = ({ days }: Growth): string =>
  asCsv([
    ['day', ...growthNames, 'net'],
    ...days.map(({ day, counts, net }) => [day, ...growthNames.map((name) => counts[name]), net]),
  ]);
