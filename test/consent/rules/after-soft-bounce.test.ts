import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterSoftBounce } from '#lambdas/consent/rules/after-soft-bounce.ts';
import type { Mailbox } from '#lambdas/consent/rules/standing.ts';

const on = (day: number, id = `bounce-${day}`) => ({ id, at: new Date(Date.UTC(2026, 10, 1 + day)).toISOString() });
type Bounces = ReturnType<typeof on>[];
const after = (bounces: Bounces): Pick<Mailbox, 'softBounces' | 'restsUntil'> =>
  bounces.reduce<Pick<Mailbox, 'softBounces' | 'restsUntil'>>(
    (mailbox, each) => afterSoftBounce(mailbox, each) ?? mailbox,
    {},
  );

describe('a mailbox that does not take mail for now', () => {
  it.each([
    ['once', [on(0)], undefined],
    ['twice', [on(0), on(7)], undefined],
    ['three times in a month', [on(0), on(7), on(14)], on(44).at],
    ['three times in a quarter', [on(0), on(31), on(62)], undefined],
    ['once, and told three times', [on(0), on(0), on(0)], undefined],
    ['four times: it rests from the last', [on(0), on(1), on(2), on(20)], on(50).at],
  ])('%s', (_, bounces, restsUntil) => {
    expect(after(bounces).restsUntil).toBe(restsUntil);
  });

  it('is left alone for as long whatever order they are told in, when they are of one month', () => {
    const bounces = fc.uniqueArray(fc.integer({ min: 0, max: 29 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(bounces, (days) => {
        const told = days.map((day) => on(day));
        const inOrder = [...told].sort((one, other) => (one.at < other.at ? -1 : 1));
        expect(after(told)).toEqual(after(inOrder));
      }),
    );
  });
});
