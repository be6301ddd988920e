import { describe, expect, it } from 'vitest';
import { leftToday, shareOf, today } from '#lambdas/sending/rules/ramp.ts';

const ramp = { firstDay: 500, growth: 1.5, except: [] };
const state = { v: 1 as const, turn: 7, day: '2026-11-24', step: 2, taken: 0 };

it('grows by its factor, and ends where no domain of ours goes', () => {
  expect([0, 1, 2, 3].map((step) => shareOf(ramp, step))).toEqual([500, 750, 1_125, 1_687]);
  expect(shareOf(ramp, 24)).toBeLessThan(10_000_000);
  expect(shareOf(ramp, 25)).toBe(Infinity);
});

describe('a new day', () => {
  it.each([
    ['after one that was used up', 1_125, 3],
    ['after one that was half used', 563, 3],
    ['after one that was hardly used', 562, 2],
    ['after one without any mail', 0, 2],
  ])('%s', (_, taken, step) => {
    expect(today(ramp, { ...state, taken }, '2026-11-25T00:00:00.000Z')).toEqual({
      ...state,
      day: '2026-11-25',
      step,
      taken: 0,
    });
  });

  it('is not begun by a clock that is behind', () => {
    const tomorrow = { ...state, day: '2026-11-25', taken: 9 };
    expect(today(ramp, tomorrow, '2026-11-24T23:59:59.000Z')).toBe(tomorrow);
  });
});

it('leaves nothing, and no debt, when more was taken than there is', () => {
  expect(leftToday(ramp, { ...state, taken: 1_000 })).toBe(125);
  expect(leftToday({ ...ramp, firstDay: 10 }, { ...state, taken: 1_000 })).toBe(0);
});
