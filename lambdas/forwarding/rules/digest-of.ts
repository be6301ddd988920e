import type { EventType } from '#contract/forwarding.ts';

/** What happened to a list, or to everything of a client (`listId` absent). */
export interface DigestCount {
  readonly listId?: string;
  readonly came: number;
  readonly changed: number;
  readonly went: number;
}

const columns = {
  'subscription.confirmed': 'came',
  'subscription.updated': 'changed',
  'subscription.withdrawn': 'went',
} as const satisfies Record<EventType, keyof DigestCount>;

/** Counts a page of lines on top of what was counted before: lists as they come, everything last. */
export function counted(
  before: readonly DigestCount[],
  lines: readonly { readonly type: EventType; readonly listId?: string }[],
): DigestCount[] {
  const counts = new Map(before.map((count) => [count.listId ?? '', count]));
  for (const { type, listId } of lines) {
    const count = counts.get(listId ?? '') ?? { listId, came: 0, changed: 0, went: 0 };
    counts.set(listId ?? '', { ...count, [columns[type]]: count[columns[type]] + 1 });
  }
  return [...counts.values()].sort(
    (one, other) => Number(one.listId === undefined) - Number(other.listId === undefined),
  );
}

const mostDays = 14;

/**
 * The days that have to be told: those after the last one that was, up to yesterday. Lines of older days are gone.
 * @param toldThrough, today YYYY-MM-DD
 */
export function daysToTell(toldThrough: string, today: string): string[] {
  const days: string[] = [];
  for (let at = dayBefore(today); at > toldThrough && days.length < mostDays; at = dayBefore(at)) days.unshift(at);
  return days;
}

const dayBefore = (date: string): string => new Date(Date.parse(date) - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
