import { afterSoftBounce } from './rules/after-soft-bounce.ts';
import type { SoftBounce } from './rules/after-soft-bounce.ts';
import type { StandingStore } from './standing-store.ts';

export interface ContactSoftBounce extends SoftBounce {
  readonly contactId: string;
}

/**
 * Counts a message that did not get through for now, over all clients: a mailbox that is full is full for everybody.
 * @throws when it could not be written: whoever was told tries again
 */
export async function countSoftBounce(
  { standings }: { readonly standings: Pick<StandingStore, 'ofContact' | 'mailbox' | 'keepSoftBounces'> },
  { contactId, ...bounce }: ContactSoftBounce,
): Promise<void> {
  const mailboxHash = (await standings.ofContact(contactId))?.mailboxHash;
  if (mailboxHash === undefined) return; // Forgotten since: there is nothing left to write to.
  for (let tries = 0; tries < 4; tries++) {
    const before = await standings.mailbox(mailboxHash);
    const after = afterSoftBounce(before ?? {}, bounce);
    if (!after || (await standings.keepSoftBounces(mailboxHash, before, after))) return;
  }
  throw new Error('a mailbox changed at every try to count a soft bounce');
}
