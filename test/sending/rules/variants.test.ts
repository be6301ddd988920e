import { describe, expect, it } from 'vitest';
import { outcomeCounts } from '#contract/figures.ts';
import { betterOf } from '#lambdas/sending/rules/variants.ts';

const of = (clickedHuman: number, delivered: number, more = {}) =>
  outcomeCounts.parse({ clickedHuman, delivered, ...more });

describe('the better of two subjects', () => {
  it.each([
    ['the one with more clicks', of(3, 100), of(4, 100), 'b'],
    ['by share, not by number', of(4, 200), of(3, 100), 'b'],
    ['the first without a difference', of(4, 200), of(2, 100), 'a'],
    ['the first without a click', of(0, 100), of(0, 100), 'a'],
    ['whatever machines and the unsure did', of(1, 100), of(0, 100, { clickedMachine: 90, clickedUnsure: 9 }), 'a'],
    ['the other where nothing of the first arrived', undefined, of(1, 100), 'b'],
    ['the first where nothing was counted', undefined, undefined, 'a'],
  ])('is %s', (_, a, b, winner) => {
    expect(betterOf({ a, b }).winner).toBe(winner);
  });
});
