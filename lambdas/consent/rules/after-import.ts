import type { ConsentState, Evidence } from '#contract/consent.ts';
import type { Language } from '#contract/common.ts';
import { appendTo, nextSeq } from './chain.ts';
import { basisOf, expiryOf, hasExpired, strengthOf } from './lawful-basis.ts';
import { headOf } from './standing-after.ts';
import type { Person, Step } from './standing-after.ts';
import type { Standing, Subscription } from './standing.ts';

/** A row of a file that was found to be in order. */
export interface ImportedRow {
  readonly importId: string;
  readonly line: number;
  readonly listId: string;
  readonly at: string;
  readonly language: Language;
  readonly noticeId: string;
  readonly noticeSha256: string;
  /** Absent: nobody mails this person. */
  readonly evidence?: Evidence;
}

/** What a row comes to. `as` is what it counts as; what has to be written is a step of the ledger, or the profile alone. */
export type AfterImport =
  | { readonly as: 'suppressed' | 'duplicate' }
  | {
      readonly as: 'added' | 'updated';
      readonly mailable: boolean;
      readonly write?: { readonly step: Step } | { readonly profile: Standing };
    };

/**
 * A client brings somebody itself. It lifts no stop and no unsubscribing (CS-11), and takes away no basis that carries
 * further than its own. A row that was written before, by a run that died, counts as it did then.
 */
export function afterImport(
  before: Standing | undefined,
  person: Person,
  row: ImportedRow,
  sealFor: (seq: number) => string,
): AfterImport {
  const own = before?.lists[row.listId];
  if (own?.imported?.importId === row.importId)
    return own.imported.line === row.line
      ? { as: own.imported.as, mailable: own.status !== 'not_mailable' }
      : { as: 'duplicate' };
  if (before && (before.stopped !== undefined || before.salt === undefined)) return { as: 'suppressed' };
  if (own?.status === 'unsubscribed') return { as: 'suppressed' };
  const as = own === undefined || own.status === 'pending' ? ('added' as const) : ('updated' as const);
  const imported = { importId: row.importId, line: row.line, as };
  if (before && own && as === 'updated' && !carriesFurther(row, own)) {
    const profile = resealed(before, row, { ...own, imported }, sealFor);
    return { as, mailable: own.status === 'subscribed' && !hasExpired(own, row.at), write: { profile } };
  }
  const subscription = subscribed(own, row, imported);
  const step = stepTo(before, person, row, subscription, sealFor);
  return { as, mailable: subscription.status === 'subscribed', write: { step } };
}

/** More than the basis that there is, or implied consent that lasts longer. */
function carriesFurther({ evidence, at }: ImportedRow, own: Subscription): boolean {
  if (!evidence) return false;
  const brought = { basis: evidence.basis, basisExpiresAt: expiryOf(evidence) };
  if (hasExpired(brought, at)) return false;
  const held = hasExpired(own, at) ? undefined : basisOf(own);
  if (brought.basis === 'implied' && held === 'implied')
    return (brought.basisExpiresAt ?? '') > (own.basisExpiresAt ?? '');
  return strengthOf(brought.basis) > strengthOf(held);
}

/** Consent to be counted is asked for by forms alone: what a form was told of it stays with a person who is on the list. */
function subscribed(
  own: Subscription | undefined,
  { evidence, at, language, noticeId, noticeSha256 }: ImportedRow,
  imported: NonNullable<Subscription['imported']>,
): Subscription {
  const basisExpiresAt = evidence && expiryOf(evidence);
  const state = stateWith(evidence, at);
  const mailable = state === 'given';
  const wasOn = own?.status === 'subscribed';
  const others = wasOn ? own.purposes.filter(({ purpose }) => purpose !== 'marketing_email') : [];
  const { basis: _weaker, basisExpiresAt: _sooner, ...kept } = own ?? {};
  return {
    ...kept,
    status: mailable ? 'subscribed' : 'not_mailable',
    purposes: [{ purpose: 'marketing_email', state }, ...others],
    since: wasOn ? own.since : at,
    language: own?.language ?? language,
    noticeId,
    noticeSha256,
    imported,
    ...(evidence ? { basis: evidence.basis } : {}),
    ...(basisExpiresAt === undefined ? {} : { basisExpiresAt }),
  };
}

/** A basis for orders says nothing about marketing. */
function stateWith(evidence: Evidence | undefined, at: string): ConsentState {
  if (!evidence || evidence.basis === 'transactional') return 'unknown';
  return hasExpired({ basisExpiresAt: expiryOf(evidence) }, at) ? 'expired' : 'given';
}

function stepTo(
  before: Standing | undefined,
  person: Person,
  row: ImportedRow,
  subscription: Subscription,
  sealFor: (seq: number) => string,
): Step {
  const head = headOf(before);
  const seq = nextSeq(head);
  const sealed = sealFor(seq);
  const given = subscription.status === 'subscribed';
  const state = stateWith(row.evidence, row.at);
  const { basis, basisExpiresAt } = subscription;
  const event = appendTo(head, {
    contactId: person.contactId,
    clientId: person.clientId,
    at: row.at,
    state: given && before?.lists[row.listId]?.status === 'subscribed' ? 'renewed' : state,
    listId: row.listId,
    purposes: [{ purpose: 'marketing_email', state }],
    channel: 'import',
    ...(basis === undefined ? {} : { lawfulBasis: basis }),
    ...(basisExpiresAt === undefined ? {} : { basisExpiresAt }),
    imported: { importId: row.importId, line: row.line },
    language: subscription.language,
    noticeId: row.noticeId,
    noticeSha256: row.noticeSha256,
    entityId: 'client',
    sealed,
  });
  const lists = { ...before?.lists, [row.listId]: subscription };
  const place = { seq, headHash: event.hash, sealed, sealedSeq: seq };
  return { event, standing: { ...keptFor(before, person, row.at), ...place, lists } };
}

/** Who is brought does not go after thirty days, as a request does that nobody confirms. */
function keptFor(before: Standing | undefined, person: Person, at: string) {
  if (!before) return { v: 1 as const, ...person, importedAt: at };
  const { expiresAt: _gone, ...kept } = before;
  return { ...kept, importedAt: kept.importedAt ?? at };
}

/** The ledger has nothing to tell: the same place in it, sealed anew. */
function resealed(
  before: Standing,
  { listId, at }: ImportedRow,
  subscription: Subscription,
  sealFor: (seq: number) => string,
): Standing {
  const { sealedSeq = before.seq, importedAt = at, lists } = before;
  return {
    ...before,
    importedAt,
    sealed: sealFor(sealedSeq),
    sealedSeq,
    lists: { ...lists, [listId]: subscription },
  };
}
