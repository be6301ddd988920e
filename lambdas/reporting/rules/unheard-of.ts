import type { OutcomeCounts } from '#contract/figures.ts';

/**
 * Pure: of how many messages SES has not said what became, of those that it took. A delay is no answer: it is followed by one. Whoever opens or
 * complains got the message.
 */
export function unheardOf(counts: OutcomeCounts): { readonly count: number; readonly of: number } {
  const { sent, delivered, softBounced, bounced, suppressed, invalid } = counts;
  return { count: sent - delivered - softBounced - bounced - suppressed - invalid, of: sent };
}
