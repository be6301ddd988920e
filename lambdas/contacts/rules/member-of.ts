import * as z from 'zod';
import { instant } from '#contract/common.ts';
import { lawfulBasis, purposeState } from '#contract/consent.ts';
import { basisOf } from '#lambdas/consent/rules/lawful-basis.ts';
import { maySend } from '#lambdas/consent/rules/may-send.ts';
import { isKnown } from '#lambdas/consent/rules/standing.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';

/** A person on a list, for whoever walks the list: ids and states, nothing personal. */
export const member = z.object({
  v: z.literal(1),
  listId: z.string(),
  contactId: z.string(),
  clientId: z.string(),
  addressKey: z.string(),
  /** `not_mailable`: nothing shows that they may be written to, or it ran out. */
  status: z.enum(['subscribed', 'unsubscribed', 'not_mailable']),
  purposes: z.array(purposeState()),
  since: instant,
  /** Absent in items of before there were others: consent. */
  basis: lawfulBasis.optional(),
  basisExpiresAt: instant.optional(),
  /** Of the contact's ledger: what is newer wins. */
  seq: z.int(),
});
export type Member = z.output<typeof member>;

/** The memberships that a standing comes to. Whom the client does not know of is nobody's member. */
export function membersOf(standing: Standing): Member[] {
  if (!isKnown(standing)) return [];
  const { clientId, contactId, addressKey, seq } = standing;
  return Object.entries(standing.lists).flatMap(([listId, subscription]) => {
    if (subscription.status === 'pending') return [];
    const { purposes, since, basisExpiresAt } = subscription;
    const status = statusOf(standing, listId, since);
    const ends = status === 'subscribed' ? basisExpiresAt : undefined;
    const states = { status, purposes, since, basis: basisOf(subscription), basisExpiresAt: ends, seq };
    return [{ v: 1 as const, listId, contactId, clientId, addressKey, ...states }];
  });
}

/** By what is written, not by the clock: who finds a member whose basis ran out looks for one that is subscribed. */
function statusOf(standing: Standing, listId: string, since: string): Member['status'] {
  const may = maySend({ standing, mailbox: undefined, listId, purpose: 'campaign', now: since });
  if (may.send) return 'subscribed';
  const lacking = ['not_mailable', 'orders_only', 'basis_expired'].includes(may.because);
  return lacking ? 'not_mailable' : 'unsubscribed';
}
