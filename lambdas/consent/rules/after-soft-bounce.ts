import { day, later } from '#lambdas/platform/clock.ts';
import type { Mailbox } from './standing.ts';

/**
 * Mailboxes that are full or out of order come back, or do not: after so many messages within so many days that did not get
 * through, a mailbox is left alone for a while (requirements.md 4.1).
 */
export const softBounceLimits = { messages: 3, withinDays: 30, restDays: 30 };

export interface SoftBounce {
  /** Of the message, as SES calls it: told twice, it counts once. */
  readonly id: string;
  readonly at: string;
}

type Counted = Pick<Mailbox, 'softBounces' | 'restsUntil'>;

/** @returns undefined when it was counted before, or is too old to count */
export function afterSoftBounce({ softBounces = [], restsUntil }: Counted, bounce: SoftBounce): Counted | undefined {
  if (softBounces.some(({ id }) => id === bounce.id)) return undefined;
  const all = [...softBounces, bounce].sort((one, other) => (key(one) < key(other) ? -1 : 1));
  const last = all.at(-1)?.at ?? bounce.at;
  const recent = all.filter(({ at }) => at > later(last, -softBounceLimits.withinDays * day));
  const kept = recent.slice(-softBounceLimits.messages);
  if (!kept.includes(bounce)) return undefined;
  if (kept.length < softBounceLimits.messages) return { softBounces: kept, restsUntil };
  const until = later(last, softBounceLimits.restDays * day);
  return { softBounces: kept, restsUntil: restsUntil !== undefined && restsUntil > until ? restsUntil : until };
}

const key = ({ at, id }: SoftBounce): string => `${at} ${id}`;
