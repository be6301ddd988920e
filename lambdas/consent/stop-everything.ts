import type { Channel } from '#contract/consent.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { afterStop } from './rules/standing-after.ts';
import type { StandingStore } from './standing-store.ts';

export interface StopPorts {
  readonly clock: Clock;
  readonly standings: Pick<StandingStore, 'find' | 'commit'>;
}

/** The person's own no to all mail of a client, by whichever way it came. @returns whether it was news */
export async function stopEverything(app: StopPorts, addressKey: string, channel: Channel): Promise<boolean> {
  for (let tries = 0; tries < 4; tries++) {
    const standing = await app.standings.find(addressKey);
    if (!standing) throw notFound('link');
    const step = afterStop(standing, { reason: 'unsubscribed', channel, at: app.clock.now(), entityId: 'person' });
    if (!step) return false;
    if ((await app.standings.commit(standing, step)) === 'committed') return true;
  }
  throw new DomainError('unavailable', 'this link is being used just now; try again in a minute');
}
