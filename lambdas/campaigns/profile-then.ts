import { sealedDetails } from '#contract/consent.ts';
import type { SealedDetails } from '#contract/consent.ts';
import type { StandingStore } from '#lambdas/consent/standing-store.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import { open } from '#lambdas/platform/sealing.ts';
import type { Sealer } from '#lambdas/platform/sealing.ts';

/** Events that are looked at, back from the one that a message relied on. */
const furthest = 20;

/** What was known of a person when their ledger had come to `seq`: the newest profile in it. */
export async function profileThen(
  { contactId, salt }: Standing,
  seq: number,
  sealer: Sealer,
  standings: Pick<StandingStore, 'event'>,
): Promise<SealedDetails | undefined> {
  if (salt === undefined) return undefined;
  for (let at = seq; at > Math.max(0, seq - furthest); at--) {
    const event = await standings.event(contactId, at);
    if (event?.sealed === undefined) continue;
    return sealedDetails.parse(open(sealer.keyOf(salt, contactId), { contactId, seq: at }, event.sealed));
  }
  return undefined;
}
