import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { peopleOf, wilson } from '#lambdas/reporting/rules/human-range.ts';

describe('how many people', () => {
  it('is counted where nobody is hidden', () => {
    expect(peopleOf({ human: 40, machine: 7, hidden: 0, of: 300 })).toEqual({
      about: 40,
      from: 40,
      to: 40,
      method: 'counted',
      machines: 7,
      hidden: 0,
    });
  });

  it('takes the hidden to do as the others do', () => {
    // 300 of 1,000 known ones opened; so about 120 of the 400 hidden ones did.
    expect(peopleOf({ human: 300, machine: 0, hidden: 400, of: 1_400 })).toMatchObject({
      about: 420,
      from: 408,
      to: 432,
      method: 'estimated',
    });
  });

  it('says nothing of the hidden by a handful of others', () => {
    expect(peopleOf({ human: 5, machine: 0, hidden: 100, of: 110 })).toMatchObject({ from: 5, to: 105, method: 'few' });
  });

  it('lies within its range, and the range within what can be', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2_000 }), fc.nat({ max: 2_000 }), fc.nat({ max: 2_000 }), (human, hidden, rest) => {
        const { about, from, to } = peopleOf({ human, machine: 0, hidden, of: human + hidden + rest });
        expect(from).toBeLessThanOrEqual(about);
        expect(about).toBeLessThanOrEqual(to);
        expect(from).toBeGreaterThanOrEqual(human);
        expect(to).toBeLessThanOrEqual(human + hidden);
      }),
    );
  });

  it('is as sure as the textbook says', () => {
    const { low, high } = wilson(0.3, 100);
    expect(low).toBeCloseTo(0.2189, 3);
    expect(high).toBeCloseTo(0.3958, 3);
  });
});
