import * as z from 'zod';
import { clientId, listId } from './common.ts';
import { file, json, route } from './route.ts';
import { shape } from './shape.ts';

const count = z.int().default(0);

/** People of a list, as they came and went: each coming and going counts once, on the day that it happened (UTC). */
export const growthCounts = z.object({
  /** Asked to be on it, by a form or by the client's own page; nothing is given by that. */
  requestedForm: count,
  requestedApi: count,
  /** Confirmed what they asked for, be they on it already or not. */
  confirmed: count,
  /** Are on it who were not before: confirmed a form, or a page of the client's own; were imported; ticked it on their preference page. */
  addedForm: count,
  addedApi: count,
  addedImport: count,
  addedPreferences: count,
  /** Left: by the button of their mail program, by mail, or on their preference page. */
  leftOneClick: count,
  leftMail: count,
  leftPreferences: count,
  /** Said that it was not them. */
  denied: count,
  /** Nobody said no, and the ground to write to them ran out. */
  expired: count,
  erased: count,
  /** May not be written to any more: they reported spam, or their mailbox is none. */
  complained: count,
  bounced: count,
});
export type GrowthCounts = z.output<typeof growthCounts>;
export type GrowthName = keyof GrowthCounts;

export const growth = z.strictObject({
  listId,
  from: z.iso.date(),
  to: z.iso.date(),
  /** All of these days. `net` is all who were added, less all who left or may not be written to any more. */
  total: z.strictObject({ counts: growthCounts, net: z.int() }),
  /** Those on which something happened, in order. */
  days: z.array(z.strictObject({ day: z.iso.date(), counts: growthCounts, net: z.int() })),
});
export type Growth = z.output<typeof growth>;

const ofList = {
  capability: 'reporting',
  audience: 'client',
  method: 'GET',
  status: 200,
  params: shape(() => z.strictObject({ clientId, listId })),
  query: shape(() => z.strictObject({ from: z.iso.date().optional(), to: z.iso.date().optional() })),
  errors: ['not_found', 'invalid_request'],
} as const;

export const getGrowth = route({
  ...ofList,
  id: 'getGrowth',
  path: '/v1/clients/{clientId}/lists/{listId}/growth',
  summary: 'Who came to a list and who left it, and how, day by day: the last thirty days unless others are named.',
  reply: json(shape(() => growth)),
});

export const getGrowthCsv = route({
  ...ofList,
  id: 'getGrowthCsv',
  path: '/v1/clients/{clientId}/lists/{listId}/growth.csv',
  summary: 'The same as a table, a day a line.',
  reply: file('text/csv; charset=utf-8'),
});

export const growthRoutes = [getGrowth, getGrowthCsv] as const;
