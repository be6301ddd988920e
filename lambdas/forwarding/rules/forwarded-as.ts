import type { ConsentEvent } from '#contract/consent.ts';
import type { EventType } from '#contract/forwarding.ts';
import { isKnown } from '#lambdas/consent/rules/standing.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';

/**
 * What a line of the ledger means to the client.
 * @returns undefined for what is not forwarded: a request nobody confirmed, and whatever follows from one. Nothing was
 * handed over, so there is nothing to take back. Whom the client brought itself, it is not told of either, but of their no.
 */
export function forwardedAs(
  event: Pick<ConsentEvent, 'state' | 'channel'>,
  standing: Pick<Standing, 'confirmedAt' | 'importedAt' | 'stopped'>,
): EventType | undefined {
  if (!isKnown(standing) || event.channel === 'import') return undefined;
  switch (event.state) {
    case 'given':
      return event.channel === 'preference_centre' ? 'subscription.updated' : 'subscription.confirmed';
    case 'renewed':
      return 'subscription.updated';
    case 'withdrawn':
    case 'expired':
      return 'subscription.withdrawn';
    case 'invalidated':
      // A subscriber who denies somebody else's request stays one, unless the denial stopped everything.
      return standing.stopped ? 'subscription.withdrawn' : undefined;
    case 'requested':
    case 'refused':
    case 'unknown':
      return undefined;
  }
}
