import * as z from 'zod';
import { instant } from '#contract/common.ts';

const counts = z.record(z.string(), z.int());

/** Messages that SES took and of which it has not said what became, of all that it took. */
const unheard = z.object({ count: z.int(), of: z.int() });
export type Unheard = z.output<typeof unheard>;

/** A campaign that is being sent, or was. */
export const run = z.object({
  v: z.literal(1),
  campaignId: z.string(),
  clientId: z.string(),
  /** 64, or 128 where part of the people wait for the better of two subjects. */
  lanes: z.int(),
  finished: z.set(z.int()).default(new Set()),
  startedAt: instant,
  endedAt: instant.optional(),
  /** The subject that those who waited get. */
  winner: z.enum(['a', 'b']).optional(),
  /** When the clicks of people choose it; absent until both were tried, and where a user chooses. */
  decidesAt: instant.optional(),
  /** A day after it ended: of how many messages nothing was heard. */
  unheard: unheard.extend({ at: instant }).optional(),
  /** Why nothing goes out, as far as a worker knew, and until when that holds. */
  waitsFor: z.string().optional(),
  waitsUntil: instant.optional(),
});

/** A partition of the list: how far it was read, and what that came to. */
export const plan = z.object({
  v: z.literal(1),
  partition: z.int(),
  /** The last member that was looked at. */
  cursor: z.string().optional(),
  pagedAt: instant,
  /** No page is left, or nobody will read it any more. */
  plannedAt: instant.optional(),
  leftOut: counts,
  batches: z.int(),
  people: z.int(),
  restBatches: z.int(),
  restPeople: z.int(),
});
export type Plan = z.output<typeof plan>;

/** How far the people of a partition were sent to. One item moves on and counts, so that it cannot do one without the other. */
export const lane = z.object({
  v: z.literal(1),
  lane: z.int(),
  /** Where it goes on: the batch, and how many of it are done. */
  batch: z.int(),
  offset: z.int(),
  sent: z.int(),
  skipped: counts,
  failed: counts,
  unknown: z.int(),
  /** Nobody but its holder works on it before. */
  nextAt: instant,
  holder: z.string().optional(),
  /** How often it was held since it last moved on. */
  tries: z.int(),
  /** What went out lately, for the rate. */
  recent: z.array(z.object({ at: instant, count: z.int() })),
});
export type Lane = z.output<typeof lane>;

/** Unknown ones of which it was found out later that SES had them. */
export const settled = z.object({ sent: z.int() });

/** All of it, as it was at about the same time. */
export interface RunView {
  readonly run: Run;
  readonly plans: readonly Plan[];
  readonly lanes: readonly Lane[];
  readonly settledAsSent: number;
}
export type Run = z.output<typeof run>;

/** A person of a batch. */
export interface Addressee {
  readonly contactId: string;
  readonly addressKey: string;
}

/** What became of one person. */
export type Became =
  | { readonly as: 'sent' }
  | { readonly as: 'skipped'; readonly because: string }
  | { readonly as: 'failed'; readonly because: string }
  | { readonly as: 'unknown' };
