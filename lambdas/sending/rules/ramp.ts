import * as z from 'zod';

/** How fast mail from a new domain grows (ML-25). */
export const rampUp = z.object({
  /** Messages on the first day. */
  firstDay: z.int(),
  /** Each day's share is so many times that of the day before. */
  growth: z.number(),
  /** Domains that mailbox providers know already. */
  except: z.array(z.string()),
});
export type RampUp = z.output<typeof rampUp>;

/** How far a domain is. Every change counts `turn` up, so that of two at once one is made again. */
export const rampState = z.object({
  v: z.literal(1),
  turn: z.int(),
  /** UTC: `2026-11-25`. */
  day: z.string(),
  /** Days before this one on which the domain sent what it may, or nearly. */
  step: z.int(),
  /** Messages of this day. */
  taken: z.int(),
});
export type RampState = z.output<typeof rampState>;

/** A domain that may send more than this is not held up by it any more. */
const grown = 10_000_000;

/** @returns messages a day */
export function shareOf({ firstDay, growth }: Pick<RampUp, 'firstDay' | 'growth'>, step: number): number {
  const share = Math.floor(firstDay * growth ** step);
  return share > grown ? Infinity : share;
}

/** As it is today. Who sent less than half of a day's share stays at it: providers have not seen more. */
export function today(ramp: RampUp, state: RampState | undefined, now: string): RampState {
  const day = now.slice(0, 10);
  if (!state) return { v: 1, turn: 0, day, step: 0, taken: 0 };
  // A worker whose clock is behind does not bring yesterday back.
  if (state.day >= day) return state;
  const used = state.taken >= shareOf(ramp, state.step) / 2;
  return { ...state, day, step: state.step + (used ? 1 : 0), taken: 0 };
}

export const leftToday = (ramp: RampUp, state: RampState): number =>
  Math.max(0, shareOf(ramp, state.step) - state.taken);
