import type { Evidence, LawfulBasis } from '#contract/consent.ts';
import type { Subscription } from './standing.ts';

/** Why somebody on a list may be written to; undefined when nothing shows that they may. */
export const basisOf = ({ basis, status }: Subscription): LawfulBasis | undefined =>
  basis ?? (status === 'not_mailable' ? undefined : 'consent');

/** The months that implied consent lasts (CASL 10(10), PR-13). */
const impliedMonths = { purchase: 24, contract: 24, inquiry: 6 } as const;

/** The first moment at which it has run out: the day after so many months. Other bases hold until somebody says no. */
export function expiryOf(evidence: Evidence): string | undefined {
  if (evidence.basis !== 'implied') return undefined;
  const ends = new Date(`${monthsAfter(evidence.at, impliedMonths[evidence.impliedFrom])}T00:00:00.000Z`);
  ends.setUTCDate(ends.getUTCDate() + 1);
  return ends.toISOString();
}

export const hasExpired = ({ basisExpiresAt }: Pick<Subscription, 'basisExpiresAt'>, now: string): boolean =>
  basisExpiresAt !== undefined && basisExpiresAt <= now;

/** Of two bases the one that carries further stays. None is the least; one for orders carries no marketing at all (PR-07). */
export const strengthOf = (basis: LawfulBasis | undefined): number => (basis === undefined ? 0 : strengths[basis]);

const strengths: Readonly<Record<LawfulBasis, number>> = {
  consent: 4,
  soft_opt_in: 3,
  charity_soft_opt_in: 3,
  implied: 2,
  transactional: 1,
};

/** 31 August and six months is the last of February. @param day YYYY-MM-DD */
function monthsAfter(day: string, months: number): string {
  const from = new Date(`${day}T00:00:00.000Z`);
  const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(from.getUTCDate(), last));
  return first.toISOString().slice(0, 10);
}
