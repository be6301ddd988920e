import * as z from 'zod';
import {
  clientId,
  contactId,
  formId,
  httpsUrl,
  id,
  instant,
  language,
  line,
  listId,
  sha256,
  mailAddress,
} from './common.ts';
import { postalAddress } from './clients.ts';
import { file, json, page, route } from './route.ts';
import { purpose } from './sign-up.ts';
import { shape } from './shape.ts';
import type { OutputOf } from './shape.ts';

/** W3C DPV consent statuses (dpv:ConsentRequested …), as an event leaves them. `unknown`: nobody can show what the person said. */
export const consentState = z.enum([
  'requested',
  'given',
  'refused',
  'withdrawn',
  'expired',
  'invalidated',
  'renewed',
  'unknown',
]);
export type ConsentState = z.output<typeof consentState>;

/** By which way an event came. */
export const channel = z.enum([
  'form',
  'api',
  'confirm_page',
  'preference_centre',
  'one_click',
  'mailto',
  'complaint',
  'bounce',
  'erasure',
  'import',
  /** By the clock: a basis ran out. */
  'expiry',
]);
export type Channel = z.output<typeof channel>;

/** Why somebody may be written to (PR-07, PR-12, PR-13). Only `consent` comes from a form; the others from an import, with evidence. */
export const lawfulBasis = z.enum(['consent', 'soft_opt_in', 'implied', 'transactional', 'charity_soft_opt_in']);
export type LawfulBasis = z.output<typeof lawfulBasis>;

const day = z.iso.date();

/** What stands behind a basis, beside the provenance of the whole file (PR-07, PR-12, PR-13). */
export const evidence = shape(() =>
  z.discriminatedUnion('basis', [
    z.strictObject({ basis: z.literal('consent'), givenAt: day, how: line(300), reference: line(200).optional() }),
    z.strictObject({
      basis: z.literal('soft_opt_in'),
      soldAt: day,
      order: line(100),
      product: line(200),
      optOutShown: z.literal(true),
    }),
    z.strictObject({
      basis: z.literal('charity_soft_opt_in'),
      supportedAt: day,
      how: line(200),
      optOutShown: z.literal(true),
    }),
    z.strictObject({
      basis: z.literal('implied'),
      impliedFrom: z.enum(['purchase', 'contract', 'inquiry']),
      at: day,
    }),
    z.strictObject({ basis: z.literal('transactional'), order: line(100) }),
  ]),
);
export type Evidence = OutputOf<typeof evidence>;

/** Where a file of contacts came from. Without it nothing is imported (CS-14). */
export const provenance = shape(() =>
  z.strictObject({
    source: z.enum(['own_form', 'shop', 'event', 'paper', 'former_provider', 'membership']),
    /** Where it was collected: an address of a page, or a place. */
    where: line(300),
    from: day,
    until: day,
    /** The text that people agreed to, or what they were told. */
    notice: line(4000),
    /** Who stands for it, by name. */
    attestedBy: line(200),
    attests: z.literal(true, 'has to be true: somebody attests that nobody here was harvested, bought or guessed'),
  }),
);

/** The row of a file that somebody came with. */
export const importedFrom = shape(() => z.strictObject({ importId: id, line: z.int() }));

export const purposeState = shape(() => z.strictObject({ purpose, state: consentState }));
export type PurposeState = OutputOf<typeof purposeState>;

/**
 * One line of the ledger. Names follow ISO/IEC TS 27560 and DPV (requirements.md 2.3); what is the same for everybody who
 * saw a notice stands in the notice, which `noticeSha256` pins. `sealed` holds what is personal, under the contact's own
 * key: destroying the key erases the person, and the chain, which is over the ciphertext, still verifies.
 */
export const consentEvent = shape(() =>
  z.strictObject({
    schemaVersion: z.literal(1),
    contactId,
    clientId,
    /** 1 for the first of the contact, without gaps. */
    seq: z.int().min(1),
    at: instant,
    state: consentState,
    /** Absent when the event is about everything from this client. */
    listId: listId.optional(),
    purposes: z.array(purposeState()),
    channel,
    /** Absent where none is known, and where an event is about lists with different ones. */
    lawfulBasis: lawfulBasis.optional(),
    /** When the basis runs out by itself. */
    basisExpiresAt: instant.optional(),
    imported: importedFrom().optional(),
    language: language.optional(),
    formId: formId.optional(),
    formVersion: z.int().optional(),
    noticeId: id.optional(),
    noticeSha256: sha256.optional(),
    /** The state of every control that was shown, as the person left it; none is ever ticked beforehand. */
    controls: z.array(z.strictObject({ id: z.string(), value: z.boolean() })).optional(),
    /** The seq of the request that a `given` confirms. */
    confirms: z.int().optional(),
    /** `person`, or why the system acted. */
    entityId: z.string(),
    /** Whether the request came with a proof of work (requirements.md 2.3). */
    challenge: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('none') }),
        z.strictObject({ kind: z.literal('altcha'), verifiedAt: instant }),
      ])
      .optional(),
    /** Sec-GPC was on (PR-14). */
    globalPrivacyControl: z.boolean().optional(),
    sealed: z.string().optional(),
    prevHash: sha256,
    hash: sha256,
  }),
);
export type ConsentEvent = OutputOf<typeof consentEvent>;

/** An address that a contact gave. Only mail that goes out for the contact's client takes one: see mail-transport.ts. */
export const contactAddress = z.string().brand<'ContactAddress'>();
export type ContactAddress = z.output<typeof contactAddress>;

/** What `sealed` holds: never seen outside the contact's own record. */
export const sealedDetails = shape(() =>
  z.strictObject({
    address: contactAddress,
    fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
    /** Network of the visitor: /24 of IPv4, /48 of IPv6. */
    network: z.string().optional(),
    /** Family of the user agent only: "Firefox", "Safari", … */
    agent: z.string().optional(),
    page: z.string().optional(),
    /** Of an import: order numbers and the like are the person's own, so it goes with them. */
    evidence: evidence().optional(),
  }),
);
export type SealedDetails = OutputOf<typeof sealedDetails>;

/**
 * Notices of version 1 left out the button, what could be chosen from, and the sentences that are the product's own. Those of
 * imports still are of it: what the client says was shown, with `provenance` in place of a form.
 */
const firstNotice = shape(() =>
  z.strictObject({
    schemaVersion: z.literal(1),
    noticeId: id,
    clientId,
    formId: formId.optional(),
    formVersion: z.int().optional(),
    importId: id.optional(),
    provenance: provenance().optional(),
    listId,
    language,
    publishedAt: instant,
    heading: z.string(),
    introduction: z.string(),
    frequency: z.string(),
    text: z.string(),
    /** Each control as it was shown: its id, and the sentence beside it. */
    controls: z.array(z.strictObject({ id: z.string(), label: z.string(), preTicked: z.literal(false) })),
    controller: z.strictObject({
      name: z.string(),
      brand: z.string(),
      address: postalAddress(),
      contact: z.string(),
      phone: z.string().optional(),
      url: httpsUrl(),
    }),
    recipients: z.array(z.string()),
    storageLocations: z.array(z.string()),
    retention: z.string(),
    withdrawalMethods: z.array(z.string()),
    piiTypes: z.array(z.string()),
    rightsUrl: httpsUrl(),
    /** What the list was called, and the colour it was shown in: pages of people who left look as they knew them. */
    listTitle: z.string().optional(),
    accentColour: z.string().optional(),
    /** What was asked for besides the address, in the words beside it. */
    fields: z.array(z.strictObject({ key: z.string(), label: z.string(), required: z.boolean() })).optional(),
    /** Where the controller is: ISO 3166-1 alpha-2. */
    jurisdiction: z.string().optional(),
    /** By an act of the person's own; nothing is ever implied. */
    consentType: z.literal('explicit').optional(),
  }),
);

/** All that the page of a form says, in its own words: what a person saw can be put together from it (PR-01). */
const fullNotice = shape(() =>
  firstNotice().extend({
    schemaVersion: z.literal(2),
    listTitle: z.string(),
    accentColour: z.string(),
    /** Above the heading. */
    logo: z.string(),
    /** What stands beside the field of the address. */
    addressLabel: z.string(),
    /** Every other field, and box that is no consent, in the order of the page, in the words beside it. */
    fields: z.array(
      z.strictObject({
        key: z.string(),
        type: z.enum(['text', 'number', 'date', 'choice', 'box']),
        label: z.string(),
        required: z.boolean(),
        options: z.array(z.string()).optional(),
      }),
    ),
    /** Who writes how often, below the boxes. */
    who: z.string(),
    button: z.string(),
    /** The words of the link to `rightsUrl`. */
    rightsLabel: z.string(),
    /** Shown where the browser asks not to be tracked: `globalPrivacyControl` of the event. */
    privacyControl: z.string(),
    jurisdiction: z.string(),
    consentType: z.literal('explicit'),
  }),
);

/** Exactly what was shown, and who stands behind it. Immutable; its hash is over its canonical JSON (RFC 8785). */
export const notice = shape(() => z.discriminatedUnion('schemaVersion', [firstNotice(), fullNotice()]));
/** As it is kept, between the keys of its item. */
export const keptNotice = shape(() =>
  z.discriminatedUnion('schemaVersion', [firstNotice().strip(), fullNotice().strip()]),
);
export type Notice = OutputOf<typeof notice>;
export type FullNotice = OutputOf<typeof fullNotice>;

/** A day's Merkle root over the newest event of every chain (RFC 6962 hashing), and the checkpoint before it. */
export const checkpoint = shape(() =>
  z.strictObject({
    schemaVersion: z.literal(1),
    day: z.iso.date(),
    at: instant,
    /** How many chains it covers. */
    size: z.int().min(0),
    root: sha256,
    previous: z.strictObject({ day: z.iso.date(), sha256 }).optional(),
  }),
);
export type Checkpoint = OutputOf<typeof checkpoint>;

/** That a contact's chain, up to `seq`, stands under the checkpoint's root. */
export const inclusion = shape(() =>
  z.strictObject({
    seq: z.int().min(1),
    hash: sha256,
    index: z.int().min(0),
    path: z.array(sha256),
  }),
);

/** Bundles of version 1 did not say how far the chain went when they were exported. */
const headlessBundle = shape(() =>
  z.strictObject({
    format: z.literal('assent-consent-proof'),
    schemaVersion: z.literal(1),
    exportedAt: instant,
    contactId,
    clientId,
    events: z.array(consentEvent()),
    notices: z.array(notice()),
    /** Opens `sealed`; absent in the record that the preference page gives, and after an erasure. Base64url, 32 bytes. */
    contactKey: z.string().optional(),
    checkpoint: checkpoint().optional(),
    inclusion: inclusion().optional(),
  }),
);

/** A proof bundle: verifies offline with `assent ledger verify`. */
export const proofBundle = shape(() =>
  headlessBundle().extend({
    schemaVersion: z.literal(2),
    /** The newest event of the chain when it was exported: a bundle without its end does not reach it. */
    head: z.strictObject({ seq: z.int().min(1), hash: sha256 }),
  }),
);
export type ProofBundle = OutputOf<typeof proofBundle>;

/** Every version that was ever handed out. */
export const anyProofBundle = shape(() => z.discriminatedUnion('schemaVersion', [headlessBundle(), proofBundle()]));
export type AnyProofBundle = OutputOf<typeof anyProofBundle>;

/** Opaque, signed, without an address in it, and good for ever (CS-06). */
export const linkToken = z.string().regex(/^[A-Za-z0-9_-]{60}$/, 'is not a link of ours');
const linkParams = shape(() => z.strictObject({ token: linkToken }));

export const suppressionReason = z.enum(['unsubscribed', 'complaint', 'hard_bounce', 'denied', 'objected', 'erased']);
export type SuppressionReason = z.output<typeof suppressionReason>;

const visitor = { capability: 'consent', audience: 'public' } as const;
const member = { capability: 'consent', audience: 'client' } as const;

export const showPreferences = route({
  ...visitor,
  id: 'showPreferences',
  method: 'GET',
  path: '/p/{token}',
  status: 200,
  summary: "A person's choices at one client: the first button stops everything.",
  params: linkParams,
  reply: page,
  errors: ['not_found'],
});

/**
 * `stop=all`, or the boxes as they stand: `<listId>.<purpose>=on`. A list whose boxes are all empty is named by
 * `<listId>.shown=on`, so that a page that did not show a list cannot end it.
 */
export const preferencesPost = shape(() =>
  z.object({ stop: z.literal('all').optional() }).catchall(z.string().max(10)),
);

export const changePreferences = route({
  ...visitor,
  id: 'changePreferences',
  method: 'POST',
  path: '/p/{token}',
  status: 200,
  summary: 'Change purposes and lists, or stop everything.',
  params: linkParams,
  body: preferencesPost,
  accepts: 'form',
  reply: page,
  errors: ['not_found', 'invalid_fields', 'changed_meanwhile', 'unavailable'],
});

export const downloadRecord = route({
  ...visitor,
  id: 'downloadRecord',
  method: 'GET',
  path: '/p/{token}/record',
  status: 200,
  summary: "A person's own consent record, as a bundle that verifies offline; the address itself is not in it.",
  params: linkParams,
  reply: file('application/json'),
  errors: ['not_found'],
});

export const showUnsubscribe = route({
  ...visitor,
  id: 'showUnsubscribe',
  method: 'GET',
  path: '/u/{token}',
  status: 200,
  summary: 'One button. A GET never unsubscribes: scanners follow links.',
  params: linkParams,
  reply: page,
  errors: ['not_found'],
});

export const unsubscribe = route({
  ...visitor,
  id: 'unsubscribe',
  method: 'POST',
  path: '/u/{token}',
  status: 200,
  summary: 'RFC 8058 one-click unsubscribe: any content type, empty body, no User-Agent, no cookie; never redirects.',
  params: linkParams,
  accepts: 'anything',
  reply: page,
  errors: ['not_found', 'unavailable'],
});

export const findContact = route({
  ...member,
  id: 'findContact',
  method: 'POST',
  path: '/v1/clients/{clientId}/contacts/find',
  status: 200,
  summary:
    'The contact behind an exact address. The address is in the body, so that no log of addresses of pages has it.',
  params: shape(() => z.strictObject({ clientId })),
  body: shape(() => z.strictObject({ address: mailAddress() })),
  reply: json(
    shape(() =>
      z.strictObject({
        contactId,
        lists: z.array(
          z.strictObject({
            listId,
            status: z.enum(['pending', 'subscribed', 'unsubscribed', 'not_mailable']),
            purposes: z.array(purposeState()),
            since: instant,
          }),
        ),
        stopped: z.strictObject({ reason: suppressionReason, at: instant }).optional(),
      }),
    ),
  ),
  showsContacts: true,
  errors: ['not_found', 'reason_required'],
});

export const exportLedger = route({
  ...member,
  id: 'exportLedger',
  method: 'GET',
  path: '/v1/clients/{clientId}/contacts/{contactId}/ledger',
  status: 200,
  summary: 'The proof bundle of a contact: every event, the notices shown, the checkpoint and the path to it.',
  params: shape(() => z.strictObject({ clientId, contactId })),
  reply: json(proofBundle),
  showsContacts: true,
  errors: ['not_found', 'reason_required'],
});

export const consentRoutes = [
  showPreferences,
  changePreferences,
  downloadRecord,
  showUnsubscribe,
  unsubscribe,
  findContact,
  exportLedger,
] as const;
