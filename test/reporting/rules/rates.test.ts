import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excessIn, noSums, sumOf } from '#lambdas/reporting/rules/rates.ts';
import type { RateSums } from '#lambdas/reporting/rules/rates.ts';
import { whyHeld } from '#lambdas/reporting/rules/why-held.ts';

const over = (sums: Partial<RateSums>): string[] =>
  excessIn('campaign', { ...noSums, ...sums }).map(({ what }) => what);

describe('rates', () => {
  it.each<[string, Partial<RateSums>, string[]]>([
    ['nothing yet', {}, []],
    ['two complaints of three hundred: two wrong presses', { delivered: 300, complaints: 2 }, []],
    ['three of three hundred', { delivered: 300, complaints: 3 }, ['complaints']],
    ['one in a thousand', { delivered: 10_000, complaints: 10 }, ['complaints']],
    ['just less than one in a thousand', { delivered: 10_001, complaints: 10 }, []],
    ['complaints before their deliveries are told', { complaints: 3 }, ['complaints']],
    ['nine hard bounces of a hundred: too few to say', { delivered: 91, hardBounces: 9 }, []],
    ['ten of two hundred', { delivered: 190, hardBounces: 10 }, ['hard_bounces']],
    ['ten of two hundred and one', { delivered: 191, hardBounces: 10 }, []],
    ['three viruses of three hundred', { delivered: 297, rejects: 3 }, ['rejects']],
    [
      'all at once',
      { delivered: 100, complaints: 9, hardBounces: 20, rejects: 5 },
      ['complaints', 'hard_bounces', 'rejects'],
    ],
  ])('%s', (_, sums, what) => {
    expect(over(sums)).toEqual(what);
  });

  it('say what they were, in figures', () => {
    const [found] = excessIn('client', { ...noSums, delivered: 3_000, complaints: 12 });
    expect(found).toEqual({
      scope: 'client',
      what: 'complaints',
      count: 12,
      of: 3_000,
      share: 0.004,
      limit: 0.001,
      hours: 24,
    });
    expect(whyHeld({ excess: [found!] })).toBe(
      'all mail of this client: 12 complaints of 3,000 deliveries (0.40 %, limit 0.10 %)',
    );
  });

  it('more complaints never make it better', () => {
    const counts = fc.nat({ max: 5_000 });
    fc.assert(
      fc.property(counts, counts, fc.nat({ max: 50 }), (delivered, complaints, more) => {
        const before = over({ delivered, complaints }).includes('complaints');
        const after = over({ delivered, complaints: complaints + more }).includes('complaints');
        expect(before && !after).toBe(false);
      }),
    );
  });

  it('add up, in whatever pieces they come', () => {
    const sums = fc.record({
      delivered: fc.nat(),
      complaints: fc.nat(),
      hardBounces: fc.nat(),
      rejects: fc.nat(),
      causes: fc.dictionary(fc.constantFrom('General', 'abuse', 'NoEmail'), fc.nat()),
    });
    fc.assert(
      fc.property(fc.array(sums), fc.array(sums), (some, others) => {
        expect(sumOf([sumOf(some), sumOf(others)])).toEqual(sumOf([...some, ...others]));
      }),
    );
  });
});
