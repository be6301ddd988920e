import { describe, expect, it } from 'vitest';
import { counted, daysToTell } from '#lambdas/forwarding/rules/digest-of.ts';

describe('counted', () => {
  it('adds page upon page, list by list, and what is about everything last', () => {
    const first = counted(
      [],
      [
        { type: 'subscription.withdrawn' },
        { type: 'subscription.confirmed', listId: 'letter' },
        { type: 'subscription.confirmed', listId: 'events' },
      ],
    );
    expect(
      counted(first, [
        { type: 'subscription.updated', listId: 'letter' },
        { type: 'subscription.confirmed', listId: 'letter' },
        { type: 'subscription.withdrawn' },
      ]),
    ).toEqual([
      { listId: 'letter', came: 2, changed: 1, went: 0 },
      { listId: 'events', came: 1, changed: 0, went: 0 },
      { listId: undefined, came: 0, changed: 0, went: 2 },
    ]);
  });
});

describe('daysToTell', () => {
  it.each([
    ['2026-11-23', '2026-11-24', []],
    ['2026-11-22', '2026-11-24', ['2026-11-23']],
    ['2026-02-26', '2026-03-02', ['2026-02-27', '2026-02-28', '2026-03-01']],
  ])('told through %s, on %s: %j', (toldThrough, today, days) => expect(daysToTell(toldThrough, today)).toEqual(days));

  it('goes back two weeks at most: lines of older days are gone', () => {
    const days = daysToTell('2026-01-01', '2026-11-24');
    expect([days.length, days[0], days.at(-1)]).toEqual([14, '2026-11-10', '2026-11-23']);
  });
});
