import { hour, minute, second } from '#lambdas/platform/clock.ts';

/** What Standard Webhooks recommend: ten tries over three days. */
export const retryDelaysMs: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** Each of them comes to an end but for a worker that dies; beyond this many it is the delivery that kills them. */
export const mostTries = 2 * (retryDelaysMs.length + 1);

/**
 * How long to wait after a try that did not count. Up to a tenth longer than the schedule, so that all that failed together
 * does not come back together.
 * @param tries how many there were
 * @param random from 0 to 1
 * @returns milliseconds; undefined when that was the last
 */
export function delayAfter(tries: number, random: number): number | undefined {
  const delayMs = retryDelaysMs[tries - 1];
  return delayMs === undefined ? undefined : Math.round(delayMs * (1 + random / 10));
}
