import type { Channel, ConsentState, LawfulBasis, SuppressionReason } from '#contract/consent.ts';
import type { Language } from '#contract/common.ts';
import { purposes } from '#contract/sign-up.ts';
import type { Purpose } from '#contract/sign-up.ts';
import { appendTo, nextSeq } from './chain.ts';
import type { EventDraft } from './chain.ts';
import type { ConsentEvent } from '#contract/consent.ts';
import { basisOf, hasExpired } from './lawful-basis.ts';
import type { PendingRequest, Standing, Subscription } from './standing.ts';

/** A new standing and the one event that led to it: written together or not at all. */
export interface Step {
  readonly standing: Standing;
  readonly event: ConsentEvent;
}

/** Seals personal details for a place in the chain; undefined once the person was erased. */
export type SealFor = (seq: number) => string | undefined;

export interface Asked {
  readonly listId: string;
  readonly purposes: readonly Purpose[];
  /** Every control that was shown, as it was left. */
  readonly controls: readonly { readonly id: string; readonly value: boolean }[];
  readonly formId: string;
  readonly formVersion: number;
  readonly noticeId: string;
  readonly noticeSha256: string;
  readonly language: Language;
  readonly channel: Channel;
  readonly challenge: NonNullable<ConsentEvent['challenge']>;
  readonly globalPrivacyControl: boolean;
  readonly at: string;
  readonly confirmBy: string;
  readonly tokenHashFor: (seq: number) => string;
  readonly keyId: string;
}

export type Person = Pick<Standing, 'clientId' | 'addressKey' | 'mailboxHash' | 'contactId' | 'salt'>;

/** Somebody asks to be put on a list. Nothing is given by it: an existing subscription stays as it is until confirmed. */
export function afterRequest(
  before: Standing | undefined,
  person: Person,
  asked: Asked,
  sealFor: SealFor,
  unconfirmedUntil: number,
): Step {
  const head = headOf(before);
  const seq = nextSeq(head);
  const sealed = sealFor(seq);
  const states = asked.purposes.map((purpose) => ({ purpose, state: 'requested' as const }));
  const event = appendTo(head, {
    contactId: person.contactId,
    clientId: person.clientId,
    at: asked.at,
    state: 'requested',
    listId: asked.listId,
    purposes: states,
    channel: asked.channel,
    lawfulBasis: 'consent',
    language: asked.language,
    formId: asked.formId,
    formVersion: asked.formVersion,
    noticeId: asked.noticeId,
    noticeSha256: asked.noticeSha256,
    controls: [...asked.controls],
    challenge: asked.challenge,
    entityId: 'person',
    ...(asked.globalPrivacyControl ? { globalPrivacyControl: true } : {}),
    ...(sealed === undefined ? {} : { sealed }),
  });
  const pending: PendingRequest = {
    seq,
    tokenHash: asked.tokenHashFor(seq),
    keyId: asked.keyId,
    requestedAt: asked.at,
    expiresAt: asked.confirmBy,
    purposes: [...asked.purposes],
    noticeId: asked.noticeId,
    noticeSha256: asked.noticeSha256,
    formId: asked.formId,
    formVersion: asked.formVersion,
    language: asked.language,
  };
  const existing = before?.lists[asked.listId];
  const subscription: Subscription = existing
    ? { ...existing, pending }
    : {
        status: 'pending',
        purposes: states,
        since: asked.at,
        language: asked.language,
        formId: asked.formId,
        noticeId: asked.noticeId,
        noticeSha256: asked.noticeSha256,
        pending,
      };
  // Confirmed once, or a no that outlasts every request.
  const staysForGood = before !== undefined && before.expiresAt === undefined;
  return {
    event,
    standing: {
      ...(before ?? { v: 1 as const, lists: {}, ...person }),
      seq,
      headHash: event.hash,
      lists: { ...before?.lists, [asked.listId]: subscription },
      ...(sealed === undefined || staysForGood ? {} : { sealed, sealedSeq: seq }),
      ...(staysForGood ? {} : { expiresAt: unconfirmedUntil }),
    },
  };
}

/**
 * The person confirms: exactly the boxes that they ticked, and nothing of what somebody else may have typed before. It
 * lifts an earlier unsubscribing (CS-12).
 */
export function afterConfirmation(
  before: Standing,
  listId: string,
  pending: PendingRequest,
  at: string,
  sealFor: SealFor,
): Step {
  const earlier = before.lists[listId];
  const renewed = earlier?.status === 'subscribed';
  const states = purposes.map((purpose) => ({
    purpose,
    state: pending.purposes.includes(purpose) ? ('given' as const) : ('refused' as const),
  }));
  const sealed = sealFor(before.seq + 1);
  const event = next(before, {
    at,
    state: renewed ? 'renewed' : 'given',
    listId,
    purposes: states,
    channel: 'confirm_page',
    lawfulBasis: 'consent',
    language: pending.language,
    formId: pending.formId,
    formVersion: pending.formVersion,
    noticeId: pending.noticeId,
    noticeSha256: pending.noticeSha256,
    confirms: pending.seq,
    entityId: 'person',
    ...(sealed === undefined ? {} : { sealed }),
  });
  const { stopped: _lifted, expiresAt: _kept, ...kept } = before;
  return {
    event,
    standing: {
      ...kept,
      confirmedAt: kept.confirmedAt ?? at,
      seq: event.seq,
      headHash: event.hash,
      ...(sealed === undefined ? {} : { sealed, sealedSeq: event.seq }),
      lists: {
        ...before.lists,
        [listId]: {
          status: 'subscribed',
          purposes: states,
          since: at,
          language: pending.language,
          formId: pending.formId,
          noticeId: pending.noticeId,
          noticeSha256: pending.noticeSha256,
          confirmedBy: pending.tokenHash,
        },
      },
    },
  };
}

/** "This was not me": the request is void, and no form makes us write to this address for this client again. */
export function afterDenial(before: Standing, listId: string, pending: PendingRequest, at: string): Step {
  const earlier = before.lists[listId];
  const subscribed = earlier?.status === 'subscribed';
  const elsewhere = Object.entries(before.lists).some(([id, list]) => id !== listId && list.status === 'subscribed');
  const event = next(before, {
    at,
    state: 'invalidated',
    // It stops everything: whoever hears of it must not take it for the end of this list alone.
    ...(!subscribed && elsewhere ? {} : { listId }),
    purposes: pending.purposes.map((purpose) => ({ purpose, state: 'invalidated' as const })),
    channel: 'confirm_page',
    lawfulBasis: 'consent',
    language: pending.language,
    confirms: pending.seq,
    entityId: 'person',
  });
  const lists = { ...before.lists };
  if (earlier) {
    const { pending: _void, ...kept } = earlier;
    const rest = { ...kept, deniedBy: pending.tokenHash };
    lists[listId] = subscribed ? rest : { ...left(rest, at), purposes: invalidated(rest) };
  }
  const standing = { ...before, seq: event.seq, headHash: event.hash, lists };
  // A subscriber who did not ask again keeps what they have: the void request alone goes.
  return { event, standing: subscribed ? standing : lastingNo({ ...standing, stopped: { reason: 'denied', at } }) };
}

/** Everything from this client ends. @returns undefined when it has ended already: a second event would say nothing */
export function afterStop(
  before: Standing,
  stop: {
    readonly reason: SuppressionReason;
    readonly channel: Channel;
    readonly at: string;
    readonly entityId: string;
  },
): Step | undefined {
  if (before.stopped && (before.stopped.reason !== 'unsubscribed' || stop.reason === 'unsubscribed')) return undefined;
  const event = next(before, {
    at: stop.at,
    state: 'withdrawn',
    purposes: purposes.map((purpose) => ({ purpose, state: 'withdrawn' as const })),
    channel: stop.channel,
    ...basisOfAll(before),
    entityId: stop.entityId,
  });
  const lists = Object.fromEntries(
    Object.entries(before.lists).map(([listId, { pending: _void, ...list }]) => [
      listId,
      { ...left(list, stop.at), purposes: withdrawn(list) },
    ]),
  );
  const { reason, at } = stop;
  const standing = { ...before, seq: event.seq, headHash: event.hash, lists, stopped: { reason, at } };
  // Who unsubscribed may be asked again, so nothing is lost when an unconfirmed request goes with its thirty days.
  return { event, standing: reason === 'unsubscribed' ? standing : lastingNo(standing) };
}

/**
 * A no outlasts the request that it answers: the keyed hash stays for good. What was typed goes at once when nothing was
 * ever confirmed (requirements.md 2.5), unless another request of theirs still waits.
 */
function lastingNo(standing: Standing): Standing {
  const { expiresAt, ...kept } = standing;
  if (expiresAt === undefined || Object.values(kept.lists).some(({ pending }) => pending)) return kept;
  const { salt: _salt, sealed: _sealed, sealedSeq: _seq, mailboxHash: _mailbox, ...nameless } = kept;
  return nameless;
}

/**
 * The boxes of one list as the person leaves them in the preference centre. Without the first box the list ends; ticking
 * it again is the person's own act, from their own mailbox (CS-12).
 * @returns undefined when nothing changes
 */
export function afterPreferences(
  before: Standing,
  listId: string,
  chosen: readonly Purpose[],
  at: string,
  globalPrivacyControl = false,
): Step | undefined {
  const list = before.lists[listId];
  if (!list || list.status === 'pending') return undefined;
  const stays = chosen.includes('marketing_email');
  const states = purposes.map((purpose) => ({
    purpose,
    state: stateAfter(list, purpose, stays && chosen.includes(purpose)),
  }));
  const status = stays ? ('subscribed' as const) : ('unsubscribed' as const);
  // A denial stops lists that it leaves as they are: ticking one again is news.
  const lifts = stays && before.stopped !== undefined;
  if (
    !lifts &&
    status === list.status &&
    states.every(({ purpose, state }) => (stateOf(list, purpose) ?? 'refused') === state)
  )
    return undefined;
  // A box that was on without their consent, and is left on, stays what it was; one that they tick is consent.
  const basis = stays && (lifts || status !== list.status) ? 'consent' : basisOf(list);
  const event = next(before, {
    at,
    state: stays ? 'given' : 'withdrawn',
    listId,
    purposes: states,
    channel: 'preference_centre',
    ...(basis === undefined ? {} : { lawfulBasis: basis }),
    language: list.language,
    noticeId: list.noticeId,
    noticeSha256: list.noticeSha256,
    entityId: 'person',
    ...(globalPrivacyControl ? { globalPrivacyControl } : {}),
  });
  const { stopped, ...rest } = before;
  const { pending, ...others } = list;
  const { basis: _former, basisExpiresAt: _ends, ...asked } = others;
  const kept = basis === 'consent' ? asked : others;
  return {
    event,
    standing: {
      ...rest,
      ...(stopped && !stays ? { stopped } : {}),
      seq: event.seq,
      headHash: event.hash,
      lists: {
        ...before.lists,
        [listId]: {
          ...kept,
          // Who leaves the list has also said no to what they asked for before.
          ...(pending && stays ? { pending } : {}),
          status,
          purposes: states,
          since: status === list.status ? list.since : at,
        },
      },
    },
  };
}

/** A basis ran out: nobody said no, and nobody may write any more (PR-13). @returns undefined when it has not, or is told already */
export function afterExpiry(before: Standing, listId: string, at: string): Step | undefined {
  const list = before.lists[listId];
  if (list?.status !== 'subscribed' || !hasExpired(list, at)) return undefined;
  const states = list.purposes.map(({ purpose, state }) => ({
    purpose,
    state: state === 'given' ? ('expired' as const) : state,
  }));
  const { basisExpiresAt } = list;
  const event = next(before, {
    at,
    state: 'expired',
    listId,
    purposes: states,
    channel: 'expiry',
    ...(list.basis === undefined ? {} : { lawfulBasis: list.basis }),
    ...(basisExpiresAt === undefined ? {} : { basisExpiresAt }),
    language: list.language,
    noticeId: list.noticeId,
    noticeSha256: list.noticeSha256,
    entityId: 'clock',
  });
  const ended: Subscription = { ...list, status: 'not_mailable', purposes: states, since: at };
  return {
    event,
    standing: { ...before, seq: event.seq, headHash: event.hash, lists: { ...before.lists, [listId]: ended } },
  };
}

/**
 * The person asks to be forgotten. The salt goes, and with it all that is sealed, wherever it is kept; the chain stays and
 * still verifies, and the keyed hash of the address stays stopped for good.
 * @returns undefined when it has been done already
 */
export function afterErasure(before: Standing, at: string): Step | undefined {
  if (before.stopped?.reason === 'erased') return undefined;
  const event = next(before, {
    at,
    state: 'withdrawn',
    purposes: purposes.map((purpose) => ({ purpose, state: 'withdrawn' as const })),
    channel: 'erasure',
    ...basisOfAll(before),
    entityId: 'person',
  });
  const { v, clientId, addressKey, contactId, confirmedAt, importedAt } = before;
  return {
    event,
    standing: {
      v,
      clientId,
      addressKey,
      contactId,
      ...(confirmedAt === undefined ? {} : { confirmedAt }),
      ...(importedAt === undefined ? {} : { importedAt }),
      seq: event.seq,
      headHash: event.hash,
      lists: {},
      stopped: { reason: 'erased', at },
    },
  };
}

export const headOf = (before: Standing | undefined) =>
  before ? { seq: before.seq, hash: before.headHash } : undefined;

const next = (before: Standing, draft: Omit<EventDraft, 'contactId' | 'clientId'>): ConsentEvent =>
  appendTo(headOf(before), { ...draft, contactId: before.contactId, clientId: before.clientId });

/** What all lists of a person rest on, if it is one thing. */
function basisOfAll({ lists }: Standing): { lawfulBasis?: LawfulBasis } {
  const [basis, ...others] = new Set(Object.values(lists).map(basisOf));
  return basis === undefined || others.length > 0 ? {} : { lawfulBasis: basis };
}

const stateOf = (list: Subscription, purpose: Purpose): ConsentState | undefined =>
  list.purposes.find((each) => each.purpose === purpose)?.state;

/** What was never given is refused, not withdrawn. */
function stateAfter(list: Subscription, purpose: Purpose, chosen: boolean): ConsentState {
  if (chosen) return 'given';
  const before = stateOf(list, purpose);
  return before === 'given' || before === 'withdrawn' ? 'withdrawn' : 'refused';
}

const withdrawn = (list: Subscription) =>
  purposes.map((purpose) => ({ purpose, state: stateAfter(list, purpose, false) }));

/** Since when is told to the person: a second leaving changes nothing of it. */
const left = (list: Subscription, at: string): Subscription => ({
  ...list,
  status: 'unsubscribed',
  since: list.status === 'unsubscribed' ? list.since : at,
});

const invalidated = (list: Subscription) =>
  list.purposes.map(({ purpose }) => ({ purpose, state: 'invalidated' as const }));
