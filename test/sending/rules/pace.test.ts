import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { later, minute, second } from '#lambdas/platform/clock.ts';
import { perSecondOf, refreshed, refusalOf, slowed, taken } from '#lambdas/sending/rules/pace.ts';
import type { Account, PaceState } from '#lambdas/sending/rules/pace.ts';

const now = '2026-11-24T09:00:00.000Z';
const nowMs = Date.parse(now);
const account: Account = {
  sendingEnabled: true,
  inSandbox: false,
  suspended: false,
  maxPerSecond: 14,
  maxPerDay: 50_000,
  sentLastDay: 0,
};
const fresh = (overrides: Partial<Account> = {}): PaceState => refreshed(undefined, { ...account, ...overrides }, now);

describe('the pace', () => {
  it('leaves a tenth of the rate and a twentieth of the quota to confirm and welcome mails', () => {
    expect(perSecondOf(fresh())).toBeCloseTo(12.6);
    expect(fresh({ sentLastDay: 1_000 }).left).toBe(46_500);
    expect(fresh({ maxPerDay: -1 })).not.toHaveProperty('left');
  });

  it('gives each message a moment of its own, whoever asks, and never more than SES allows', () => {
    const wants = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 3_000 })), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(wants, fc.constantFrom(1, 14, 200, 5_000), (asked, maxPerSecond) => {
        let state = fresh({ maxPerSecond });
        let at = nowMs;
        const moments: number[] = [];
        for (const [wanted, passes] of asked) {
          const { slots, after } = taken(state, at, wanted);
          if (slots.given) {
            for (let index = 0; index < slots.count; index++) moments.push(slots.startsAtMs + index * slots.gapMs);
            expect(slots.startsAtMs).toBeGreaterThanOrEqual(at);
            expect(slots.count).toBeLessThanOrEqual(wanted);
          }
          state = after ?? state;
          at += passes;
        }
        const gap = 1_000 / (maxPerSecond * 0.9);
        moments.slice(1).forEach((each, index) => expect(each - moments[index]!).toBeGreaterThanOrEqual(gap - 0.01));
      }),
    );
  });

  it('lets nobody wait for long: whose turn is far away comes back', () => {
    const slow = fresh({ maxPerSecond: 1 });
    const first = taken(slow, nowMs, 50);
    expect(first.slots).toMatchObject({ given: true, count: 7 });
    expect(taken(first.after!, nowMs, 50).slots).toMatchObject({ given: false, because: 'rate' });
  });

  it('stops at the daily quota, to the message, and goes on as it frees', () => {
    const almost = { ...fresh(), left: 3 };
    const { slots, after } = taken(almost, nowMs, 50);
    expect(slots).toMatchObject({ given: true, count: 3 });
    expect(taken(after!, nowMs + minute, 1).slots).toMatchObject({ given: false, because: 'quota' });
    const next = refreshed(after, { ...account, sentLastDay: 40_000 }, later(now, minute));
    expect(taken(next, nowMs + minute, 50).slots).toMatchObject({ given: true, count: 50 });
  });

  it('falls by a third when SES throttles, once for all who were, and recovers minute by minute', () => {
    const slower = slowed(fresh(), now)!;
    expect(slower.factor).toBe(0.67);
    expect(slowed(slower, later(now, 5 * second))).toBeUndefined();
    let state = slower;
    for (let times = 1; times < 30; times++) state = slowed(state, later(now, times * 11 * second))!;
    expect(state.factor).toBe(0.1);
    for (let minutes = 1; minutes <= 9; minutes++) state = refreshed(state, account, later(now, minutes * minute));
    expect(state.factor).toBe(1);
  });
});

describe('an account that cannot send campaigns', () => {
  it.each([
    [{ inSandbox: true }, /sandbox/],
    [{ suspended: true }, /suspended/],
    [{ sendingEnabled: false }, /switched off/],
  ])('%j says why in a sentence', (overrides, words) => {
    expect(refusalOf({ ...account, ...overrides })).toMatch(words);
  });
  it('is none that works', () => expect(refusalOf(account)).toBeUndefined());
});
