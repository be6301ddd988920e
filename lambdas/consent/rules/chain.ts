import type { ConsentEvent } from '#contract/consent.ts';
import { sha256Of, sha256OfJson } from '#lambdas/platform/canonical-json.ts';

/** Where a contact's chain stands: its newest event. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

export type EventDraft = Omit<ConsentEvent, 'schemaVersion' | 'seq' | 'prevHash' | 'hash'>;

/** Binds an event to all that came before it. `sealed`, if any, is sealed for the seq that this gives: see `nextSeq`. */
export function appendTo(head: ChainHead | undefined, draft: EventDraft): ConsentEvent {
  const event = {
    ...draft,
    schemaVersion: 1 as const,
    seq: nextSeq(head),
    prevHash: head?.hash ?? genesisHash(draft.contactId),
  };
  return { ...event, hash: hashOf(event) };
}

export const nextSeq = (head: ChainHead | undefined): number => (head?.seq ?? 0) + 1;

/** What the first event of a chain is bound to. */
export const genesisHash = (contactId: string): string => sha256Of(`assent-genesis\n${contactId}`);

/** Over the canonical JSON of all but the hash itself: what is absent and what is undefined are the same. */
export function hashOf(event: Omit<ConsentEvent, 'hash'> | ConsentEvent): string {
  const { hash: _hash, ...content } = { hash: undefined, ...event };
  return sha256OfJson(content);
}
