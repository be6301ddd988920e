import { afterExpiry } from '#lambdas/consent/rules/standing-after.ts';
import { standingStore } from '#lambdas/consent/standing-store.ts';
import type { StandingStore } from '#lambdas/consent/standing-store.ts';
import { minute, later, systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { expiryShards } from '#lambdas/platform/keys/directory.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import { membersStore } from './members-store.ts';
import type { MembersStore } from './members-store.ts';

export interface ExpiryApp {
  readonly clock: Clock;
  readonly log: Log;
  readonly members: Pick<MembersStore, 'expired'>;
  readonly standings: Pick<StandingStore, 'find' | 'commit'>;
}

/** Of a shard in one go; more of them wait for the night after. maySend refuses them by the clock, written or not. */
const atOnce = 1_000;
const together = 25;

/**
 * Writes to the ledger what the clock has decided: whose basis has run out (PR-13). Who is in the index still, since its
 * member has yet to be written, is told of once: their standing says so.
 */
export async function endExpired({ clock, log, members, standings }: ExpiryApp): Promise<number> {
  const now = clock.now();
  const until = later(now, 12 * minute);
  let ended = 0;
  for (const shard of expiryShards) {
    if (clock.now() > until) break;
    const found = await members.expired(shard, now, atOnce);
    for (let start = 0; start < found.length; start += together) {
      const some = found.slice(start, start + together);
      const told = await Promise.all(some.map(({ addressKey, listId }) => end(standings, addressKey, listId, now)));
      ended += told.filter((each) => each).length;
    }
  }
  log.info('bases that ran out', { ended });
  return ended;
}

async function end(
  standings: ExpiryApp['standings'],
  addressKey: string,
  listId: string,
  now: string,
): Promise<boolean> {
  for (let tries = 0; tries < 4; tries++) {
    const standing = await standings.find(addressKey);
    const step = standing && afterExpiry(standing, listId, now);
    if (!step) return false;
    if ((await standings.commit(standing, step)) === 'committed') return true;
  }
  throw new Error('a standing changed at every try to end its basis');
}

const expiryApp = lazily((): ExpiryApp => ({
  clock: systemClock,
  log: jsonLog,
  members: membersStore(documentClient()),
  standings: standingStore(documentClient()),
}));

export const handler = (): Promise<number> => endExpired(expiryApp());
