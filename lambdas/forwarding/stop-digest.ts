import { audited } from '#lambdas/platform/audit.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import type { Ids } from '#lambdas/platform/ids.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { digestsStore } from './digests-store.ts';
import type { DigestsStore } from './digests-store.ts';
import { afterReport } from './rules/digest-setting.ts';

export interface StopDigestApp {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly digests: Pick<DigestsStore, 'find' | 'change'>;
}

/** A mail to a client's own people that came back, or was reported. */
export interface DigestReport {
  readonly clientId: string;
  readonly messageId: string;
  readonly reason: 'hard_bounce' | 'complaint';
}

/**
 * Switches the digest off when it is its address that was reported, once.
 * @throws when it could not be written: whoever was told tries again
 */
export async function stopDigest(app: StopDigestApp, { clientId, messageId, reason }: DigestReport): Promise<void> {
  for (let tries = 0; tries < 4; tries++) {
    const digest = await app.digests.find(clientId);
    const to = afterReport(digest?.setting, messageId, reason);
    if (!to) return;
    const assent = { userName: 'assent', reason: to.disabledBecause };
    if (await app.digests.change(clientId, digest, to, audited(app, assent, clientId, 'digest.disabled', clientId)))
      return;
  }
  throw new Error('a digest changed at every try to stop it');
}

/** For other capabilities: their functions need `look`, `append`, `change` on Directory. */
export const stopDigestApp = lazily((): StopDigestApp => ({
  clock: systemClock,
  ids: randomIds,
  digests: digestsStore(documentClient()),
}));
