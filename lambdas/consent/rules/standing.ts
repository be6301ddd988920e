import * as z from 'zod';
import { importedFrom, lawfulBasis, purposeState, suppressionReason } from '#contract/consent.ts';
import { formId, id, instant, language, sha256 } from '#contract/common.ts';
import { shape } from '#contract/shape.ts';
import type { OutputOf } from '#contract/shape.ts';
import { purpose } from '#contract/sign-up.ts';

/** What a person asked for by a form and has yet to confirm. */
export const pendingRequest = shape(() =>
  z.object({
    seq: z.int(),
    tokenHash: sha256,
    keyId: z.string(),
    requestedAt: instant,
    expiresAt: instant,
    /** The boxes that were ticked, no others. */
    purposes: z.array(purpose),
    noticeId: id,
    /** Absent when it is the one of the list: above a kilobyte, each write of a standing costs two units more. */
    noticeSha256: sha256.optional(),
    formId,
    formVersion: z.int(),
    language,
  }),
);
export type PendingRequest = OutputOf<typeof pendingRequest>;

/** A person on one list. */
export const subscription = shape(() =>
  z.object({
    /** `not_mailable`: imported without evidence of a basis for marketing, or with one that ran out. */
    status: z.enum(['pending', 'subscribed', 'unsubscribed', 'not_mailable']),
    purposes: z.array(purposeState()),
    since: instant,
    language,
    /** Absent means consent, unless nobody may mail: see `basisOf`. */
    basis: lawfulBasis.optional(),
    /** When the basis runs out by itself. */
    basisExpiresAt: instant.optional(),
    /** Where an import last named this person, and what its row counted as: a row that is read again counts the same. */
    imported: importedFrom()
      .extend({ as: z.enum(['added', 'updated']) })
      .optional(),
    /** Absent when an import brought the person. */
    formId: formId.optional(),
    noticeId: id,
    noticeSha256: sha256,
    pending: pendingRequest().optional(),
    /** Hash of the link that confirmed, so that a second visit can say so. */
    confirmedBy: sha256.optional(),
    /** Hash of the link that said "this was not me", for the same reason. */
    deniedBy: sha256.optional(),
  }),
);
export type Subscription = OutputOf<typeof subscription>;

/**
 * Where an address stands at a client: consent state, chain head, the salt of its key and the client-wide suppression in
 * one item, so that one consistent read answers whether it may be mailed. What identifies the person is absent after an
 * erasure; `stopped` stays.
 */
export const standing = shape(() =>
  z.object({
    v: z.literal(1),
    clientId: z.string(),
    addressKey: z.string(),
    mailboxHash: z.string().optional(),
    contactId: z.string(),
    salt: z.string().optional(),
    seq: z.int(),
    headHash: sha256,
    /** The profile as it is now; sealed for event `sealedSeq`. */
    sealed: z.string().optional(),
    sealedSeq: z.int().optional(),
    lists: z.record(z.string(), subscription()),
    stopped: z.object({ reason: suppressionReason, at: instant }).optional(),
    /** When the person first confirmed anything. Absent: they never did, and nobody was told of them. */
    confirmedAt: instant.optional(),
    /** When the client first brought this person itself: it knows of them without being told. */
    importedAt: instant.optional(),
    /** Seconds since 1970. Set while nothing was ever confirmed: 30 days, then all of it goes (requirements.md 2.5). */
    expiresAt: z.int().optional(),
  }),
);
export type Standing = OutputOf<typeof standing>;

/** Whether the client knows of this person: they confirmed something, or it brought them. */
export const isKnown = ({ confirmedAt, importedAt }: Pick<Standing, 'confirmedAt' | 'importedAt'>): boolean =>
  confirmedAt !== undefined || importedAt !== undefined;

/** An address over all clients. */
export const mailbox = shape(() =>
  z.object({
    v: z.literal(1),
    suppressed: z.object({ reason: z.literal('hard_bounce'), at: instant }).optional(),
    /** The last messages that did not get through for now. */
    softBounces: z.array(z.object({ id: z.string(), at: instant })).optional(),
    /** Until then nothing is sent, because of them. */
    restsUntil: instant.optional(),
  }),
);
export type Mailbox = OutputOf<typeof mailbox>;
