import type { Notice, ProofBundle } from '#contract/consent.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import type { Standing } from './rules/standing.ts';
import type { StandingStore } from './standing-store.ts';

export interface ProofPorts {
  readonly clock: Clock;
  readonly standings: Pick<StandingStore, 'chain' | 'notice'>;
}

/**
 * Everything that a contact said, and what they were shown: verifies by itself.
 * @param standing read before the chain, which goes at least as far
 */
export async function proofOf(
  app: ProofPorts,
  { contactId, clientId, seq, headHash }: Pick<Standing, 'contactId' | 'clientId' | 'seq' | 'headHash'>,
): Promise<ProofBundle> {
  const events = (await app.standings.chain(contactId)).filter((event) => event.seq <= seq);
  const ids = [...new Set(events.flatMap(({ noticeId }) => noticeId ?? []))];
  const notices = await Promise.all(ids.map((noticeId) => app.standings.notice(noticeId)));
  return {
    format: 'assent-consent-proof',
    schemaVersion: 2,
    exportedAt: app.clock.now(),
    contactId,
    clientId,
    head: { seq, hash: headHash },
    events,
    notices: notices.filter((notice): notice is Notice => notice !== undefined),
  };
}
