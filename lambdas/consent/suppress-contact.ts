import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { afterStop } from './rules/standing-after.ts';
import { standingStore } from './standing-store.ts';
import type { StandingStore } from './standing-store.ts';

export interface SuppressionApp {
  readonly clock: Clock;
  readonly standings: Pick<StandingStore, 'ofContact' | 'commit' | 'mailbox' | 'suppressMailbox' | 'keepSoftBounces'>;
}

export interface ContactSuppression {
  readonly contactId: string;
  readonly reason: 'hard_bounce' | 'complaint';
  /** `mailbox`: no client may write to this address any more. `client`: this one may not. */
  readonly scope: 'mailbox' | 'client';
}

/**
 * Nobody writes to this person again, and the ledger says since when and why, once. Told again, it changes nothing.
 * @throws when it could not be written: whoever was told tries again
 */
export async function suppressContact(
  { clock, standings }: SuppressionApp,
  { contactId, reason, scope }: ContactSuppression,
): Promise<void> {
  const channel = reason === 'complaint' ? 'complaint' : 'bounce';
  for (let tries = 0; tries < 4; tries++) {
    const standing = await standings.ofContact(contactId);
    if (!standing) return; // A request that nobody confirmed, forgotten since: there is nothing left to write to.
    const at = clock.now();
    if (scope === 'mailbox' && standing.mailboxHash) await standings.suppressMailbox(standing.mailboxHash, at);
    const step = afterStop(standing, { reason, channel, at, entityId: 'ses' });
    if (!step || (await standings.commit(standing, step)) === 'committed') return;
  }
  throw new Error('a standing changed at every try to suppress it');
}

/** For other capabilities: their functions need `look`, `append`, `change` on Consent and `look`, `append` on Ledger. */
export const suppressionApp = lazily((): SuppressionApp => ({
  clock: systemClock,
  standings: standingStore(documentClient()),
}));
