import * as z from 'zod';
import { instant } from '#contract/common.ts';

/** What all workers together may take. Every change counts `turn` up, so that of two at once one is made again. */
export const paceState = z.object({
  v: z.literal(1),
  turn: z.int(),
  /** What SES allows, as it said. */
  maxPerSecond: z.number(),
  /** Falls when SES throttles, and rises again. */
  factor: z.number(),
  slowedAt: instant.optional(),
  /** When the next message may go, in milliseconds since 1970. */
  freeAtMs: z.number(),
  /** Of the 24-hour quota, without what is kept for transactional mail; absent where there is none. */
  left: z.int().optional(),
  checkedAt: instant,
});
export type PaceState = z.output<typeof paceState>;

/** What SES says about the account. */
export interface Account {
  readonly sendingEnabled: boolean;
  readonly inSandbox: boolean;
  readonly suspended: boolean;
  readonly maxPerSecond: number;
  /** -1: no limit. */
  readonly maxPerDay: number;
  readonly sentLastDay: number;
}

/** Confirm and welcome mails have the rest: they never wait behind a campaign. */
const shareOfRate = 0.9;
const shareOfQuota = 0.95;
/** A worker takes no more at a time than goes out in this while, and does not wait longer than that for its turn. */
const longestChunkMs = 8_000;
const longestWaitMs = 4_000;
const slowest = 0.1;

export type Slots =
  | { readonly given: true; readonly count: number; readonly startsAtMs: number; readonly gapMs: number }
  | { readonly given: false; readonly because: 'rate' | 'quota'; readonly waitMs: number };

export const perSecondOf = ({ maxPerSecond, factor }: PaceState): number => maxPerSecond * shareOfRate * factor;

/** Room for up to `wanted` messages, one after the other; each has its own moment, however many workers there are. */
export function taken(state: PaceState, nowMs: number, wanted: number): { slots: Slots; after?: PaceState } {
  const perSecond = perSecondOf(state);
  const left = state.left ?? Infinity;
  if (left < 1) return { slots: { given: false, because: 'quota', waitMs: quotaWaitMs } };
  const startsAtMs = Math.max(nowMs, state.freeAtMs);
  if (startsAtMs - nowMs > longestWaitMs)
    return { slots: { given: false, because: 'rate', waitMs: startsAtMs - nowMs } };
  const count = Math.min(wanted, left, Math.max(1, Math.floor((perSecond * longestChunkMs) / 1_000)));
  const gapMs = 1_000 / perSecond;
  const after = {
    ...state,
    turn: state.turn + 1,
    freeAtMs: startsAtMs + count * gapMs,
    ...(state.left === undefined ? {} : { left: state.left - count }),
  };
  return { slots: { given: true, count, startsAtMs, gapMs }, after };
}

/** The quota is of any 24 hours: some of it comes free at any time. */
const quotaWaitMs = 5 * 60_000;

/** What was taken since SES counted is not told apart from what it counted: the share that is kept back covers that. */
export function refreshed(before: PaceState | undefined, account: Account, now: string): PaceState {
  const factor = Math.min(1, (before?.factor ?? 1) + 0.1);
  const { maxPerDay, sentLastDay } = account;
  const { left: _old, ...rest } = before ?? { v: 1 as const, turn: 0, freeAtMs: 0 };
  return {
    ...rest,
    turn: rest.turn + 1,
    maxPerSecond: account.maxPerSecond,
    factor: Number(factor.toFixed(2)),
    checkedAt: now,
    ...(maxPerDay < 0 ? {} : { left: Math.floor(maxPerDay * shareOfQuota - sentLastDay) }),
  };
}

const recoverMs = 10_000;

/** SES throttled: slower by a third, and not again for a while, since the others were throttled with it. */
export function slowed(state: PaceState, now: string): PaceState | undefined {
  if (state.slowedAt !== undefined && Date.parse(now) - Date.parse(state.slowedAt) < recoverMs) return undefined;
  return {
    ...state,
    turn: state.turn + 1,
    factor: Math.max(slowest, Number((state.factor * 0.67).toFixed(2))),
    slowedAt: now,
  };
}

/** Why no campaign can go out by this account; undefined when it can. */
export function refusalOf(account: Account): string | undefined {
  if (account.inSandbox)
    return 'this AWS account is in the SES sandbox, where mail goes to verified addresses only: ask AWS for production access';
  if (account.suspended) return 'SES has suspended this AWS account: read what AWS wrote to you, and answer it';
  if (!account.sendingEnabled) return 'sending is switched off for this AWS account (SES, account dashboard)';
  return undefined;
}
