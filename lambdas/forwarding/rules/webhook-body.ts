import type { ConsentEvent, SealedDetails } from '#contract/consent.ts';
import type { EventType, WebhookEvent } from '#contract/forwarding.ts';
import { maySend } from '#lambdas/consent/rules/may-send.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';

export type Release = { readonly event: WebhookEvent } | { readonly cancel: string };

export interface Released {
  readonly type: EventType;
  readonly event: ConsentEvent;
  /** As it is now. */
  readonly standing: Standing | undefined;
  /** Opened only when it is released. */
  readonly profile: () => SealedDetails | undefined;
  readonly now: string;
}

/**
 * What goes out, judged at the moment it does: an address leaves only while the person is subscribed (CS-13). One who
 * withdrew in the meantime is told of by the withdrawal's own delivery.
 */
export function release({ type, event, standing, profile, now }: Released): Release {
  const data = {
    clientId: event.clientId,
    contactId: event.contactId,
    listId: event.listId,
    purposes: event.purposes,
    consent: { seq: event.seq, hash: event.hash, noticeSha256: event.noticeSha256 },
  };
  if (type === 'subscription.withdrawn') return { event: { type, timestamp: event.at, data } };
  if (
    event.listId === undefined ||
    !maySend({ standing, mailbox: undefined, listId: event.listId, purpose: 'campaign', now }).send
  )
    return { cancel: 'the person has withdrawn since' };
  const opened = profile();
  if (!opened) return { cancel: 'the person was erased' };
  const { address, fields = {} } = opened;
  return { event: { type, timestamp: event.at, data: { ...data, address, fields } } };
}
