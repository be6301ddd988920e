import type { Attempt } from '#contract/forwarding.ts';
import { delayAfter } from './retry-schedule.ts';

export type AfterAttempt =
  | { readonly status: 'delivered' }
  | { readonly status: 'waiting'; readonly delayMs: number }
  | { readonly status: 'failed'; readonly gone: boolean };

/** What becomes of a delivery: only a 2xx counts, and 410 asks never to be called again (Standard Webhooks). */
export function afterAttempt({ status }: Pick<Attempt, 'status'>, tries: number, random: number): AfterAttempt {
  if (counts(status)) return { status: 'delivered' };
  if (status === 410) return { status: 'failed', gone: true };
  const delayMs = delayAfter(tries, random);
  return delayMs === undefined ? { status: 'failed', gone: false } : { status: 'waiting', delayMs };
}

export const counts = (status: number | undefined): boolean => status !== undefined && status >= 200 && status < 300;
