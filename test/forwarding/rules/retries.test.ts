import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterAttempt } from '#lambdas/forwarding/rules/after-attempt.ts';
import { delayAfter } from '#lambdas/forwarding/rules/retry-schedule.ts';

const seconds = 1000;
const minutes = 60 * seconds;
const hours = 60 * minutes;

describe('delayAfter', () => {
  it('is the schedule of Standard Webhooks, and ends', () => {
    expect(Array.from({ length: 10 }, (_, tries) => delayAfter(tries + 1, 0))).toEqual([
      5 * seconds,
      5 * minutes,
      30 * minutes,
      2 * hours,
      5 * hours,
      10 * hours,
      14 * hours,
      20 * hours,
      24 * hours,
      undefined,
    ]);
  });

  it('is up to a tenth longer by chance, never shorter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true }), (tries, random) => {
        const [least, delay] = [delayAfter(tries, 0)!, delayAfter(tries, random)!];
        expect(delay).toBeGreaterThanOrEqual(least);
        expect(delay).toBeLessThanOrEqual(least * 1.1);
      }),
    );
  });
});

describe('afterAttempt', () => {
  it.each([200, 201, 202, 204, 299])('takes %s for delivered', (status) =>
    expect(afterAttempt({ status }, 1, 0)).toEqual({ status: 'delivered' }),
  );
  it.each([undefined, 100, 301, 302, 307, 400, 404, 429, 500, 503])('tries again after %s', (status) =>
    expect(afterAttempt({ status }, 1, 0)).toEqual({ status: 'waiting', delayMs: 5 * seconds }),
  );
  it('gives up after the tenth try, and at once after 410', () => {
    expect(afterAttempt({ status: 500 }, 10, 0)).toEqual({ status: 'failed', gone: false });
    expect(afterAttempt({ status: 410 }, 1, 0)).toEqual({ status: 'failed', gone: true });
  });
});
