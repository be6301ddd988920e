import { day, later } from '#lambdas/platform/clock.ts';
import { DomainError } from '#lambdas/platform/errors.ts';

export interface DaysAsked {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const mostDays = 366;

/** The last thirty days unless others are named. @throws DomainError when there are too many, or none */
export function daysAsked({ from, to }: DaysAsked, now: string): { readonly from: string; readonly to: string } {
  const last = to ?? now.slice(0, 10);
  const first = from ?? later(`${last}T00:00:00.000Z`, -29 * day).slice(0, 10);
  if (first > last) throw new DomainError('invalid_request', 'from is after to');
  if (Date.parse(last) - Date.parse(first) > mostDays * day)
    throw new DomainError('invalid_request', `at most ${mostDays} days at a time`);
  return { from: first, to: last };
}
