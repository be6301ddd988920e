import type { contactShown } from '#contract/contacts.ts';
import type { SealedDetails } from '#contract/consent.ts';
import type * as z from 'zod';
import { basisOf } from '#lambdas/consent/rules/lawful-basis.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';

/** A contact as its client sees them: what they gave, where they stand, and why they may be written to. */
export const shownContact = (
  { contactId, lists, stopped }: Standing,
  profile: SealedDetails | undefined,
): z.input<typeof contactShown> => ({
  contactId,
  address: profile?.address,
  fields: profile?.fields ?? {},
  lists: Object.entries(lists).map(([listId, list]) => ({
    listId,
    status: list.status,
    since: list.since,
    basis: list.status === 'pending' ? undefined : basisOf(list),
    basisExpiresAt: list.basisExpiresAt,
    purposes: list.purposes,
  })),
  stopped,
});
