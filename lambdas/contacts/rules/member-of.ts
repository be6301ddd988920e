import * as z from 'zod';
import { instant } from '#contract/common.ts';
import { purposeState } from '#contract/consent.ts';
import { maySend } from '#lambdas/consent/rules/may-send.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';

/** A person on a list, for whoever walks the list: ids and states, nothing personal. */
export const member = z.object({
  v: z.literal(1),
  listId: z.string(),
  contactId: z.string(),
  clientId: z.string(),
  addressKey: z.string(),
  status: z.enum(['subscribed', 'unsubscribed']),
  purposes: z.array(purposeState()),
  since: instant,
  /** Of the contact's ledger: what is newer wins. */
  seq: z.int(),
});
export type Member = z.output<typeof member>;

/** The memberships that a standing comes to. Who never confirmed anything is nobody's member. */
export function membersOf(standing: Standing): Member[] {
  if (standing.confirmedAt === undefined) return [];
  const { clientId, contactId, addressKey, seq } = standing;
  return Object.entries(standing.lists).flatMap(([listId, { status, purposes, since }]) => {
    if (status === 'pending') return [];
    const subscribed = maySend({ standing, mailbox: undefined, listId, purpose: 'campaign' }).send;
    const states = { status: subscribed ? ('subscribed' as const) : ('unsubscribed' as const), purposes, since, seq };
    return [{ v: 1 as const, listId, contactId, clientId, addressKey, ...states }];
  });
}
