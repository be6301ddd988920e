import * as z from 'zod';
import {
  clientId,
  clientParams,
  formId,
  httpsUrl,
  id,
  instant,
  language,
  line,
  listId,
  pageOf,
  paging,
  paragraph,
  sha256,
  typedAddress,
} from './common.ts';
import { empty, json, page, route } from './route.ts';
import { shape } from './shape.ts';
import type { OutputOf } from './shape.ts';

/**
 * What a person may agree to. Each has its own box, none is ticked beforehand (requirements.md 2.2).
 * Names of W3C DPV purposes: dpv:DirectMarketing; the trackings are purposes of their own (PR-09, PR-10).
 */
export const purposes = ['marketing_email', 'open_tracking', 'click_tracking'] as const;
export const purpose = z.enum(purposes);
export type Purpose = z.output<typeof purpose>;

export const list = shape(() =>
  z.strictObject({
    listId,
    clientId,
    name: line(100),
    /** What people get, as they read it: "The Harbour Books letter". */
    title: line(100),
    createdAt: instant,
  }),
);
export type List = OutputOf<typeof list>;

/** What a form post carries besides the client's own fields; `constructor` is every object's own. */
const takenKeys = new Set([
  ...['email', 'first_name', 'last_name', 'age', 'website', 'shown', 'challenge', 'constructor'],
  ...purposes,
]);

const fieldKey = shape(() =>
  z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,31}$/, 'is not a field key: up to 32 of a-z 0-9 _, a letter first')
    .refine((key) => !takenKeys.has(key), 'is taken by the form itself'),
);

const fieldBase = () => ({ key: fieldKey(), label: line(80), required: z.boolean().default(false) });

/** A field of a form besides the address. The values it takes: text ≤ 200 characters, whole or decimal number, date YYYY-MM-DD, one of `options`, a ticked box. */
export const formField = shape(() =>
  z.discriminatedUnion('type', [
    z.strictObject({ ...fieldBase(), type: z.literal('text') }),
    z.strictObject({ ...fieldBase(), type: z.literal('number') }),
    z.strictObject({ ...fieldBase(), type: z.literal('date') }),
    z.strictObject({ ...fieldBase(), type: z.literal('choice'), options: z.array(line(80)).min(2).max(30) }),
    z.strictObject({ ...fieldBase(), type: z.literal('box') }),
  ]),
);
export type FormField = OutputOf<typeof formField>;

export const maxOwnFields = 10;
const originPattern = /^https:\/\/[a-z0-9.-]+(:\d{1,5})?$/;

/** All that a form says and does; a client's user writes it, publishing freezes it. */
export const formContent = shape(() =>
  z.strictObject({
    name: line(100),
    listId,
    language,
    /** Logo text on top; the client's brand unless set. */
    logoText: line(60).optional(),
    accentColour: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/, 'is not a colour like #0b6e99')
      .default('#0b6e99'),
    heading: line(120),
    introduction: paragraph(600),
    /** How often mail comes, as a person reads it: "about twice a month". */
    frequency: line(80),
    button: line(60).optional(),
    fields: z
      .object({ firstName: z.enum(['off', 'optional', 'required']), lastName: z.enum(['off', 'optional', 'required']) })
      .strict()
      .default({ firstName: 'off', lastName: 'off' }),
    ownFields: z
      .array(formField())
      .max(maxOwnFields, `has more than ${maxOwnFields} fields of its own`)
      .refine(
        (fields) => new Set(fields.map((field) => field.key)).size === fields.length,
        'has two fields with one key',
      )
      .default([]),
    /** The sentence beside each box; a purpose without one is not asked for. */
    boxes: z.strictObject({
      marketing_email: line(300),
      open_tracking: line(300).optional(),
      click_tracking: line(300).optional(),
    }),
    /** The disclosure: what is done with the data, who gets it, how to stop. Immutable once published. */
    notice: paragraph(4000),
    /** Asks for "I am at least N"; no date of birth is ever asked or kept (PR-06). */
    minimumAge: z.int().min(13).max(21).optional(),
    /** Where the page after signing up, and the one after confirming, offer to go on to. */
    thankYouUrl: httpsUrl().optional(),
    confirmedUrl: httpsUrl().optional(),
    /** Hosts that these two may name, beside the client's own website. */
    redirectHosts: z
      .array(z.string().regex(/^[a-z0-9.-]{1,253}$/, 'is not a host name'))
      .max(10)
      .default([]),
    /** Web origins that may post to the JSON endpoint from a browser. */
    origins: z
      .array(z.string().regex(originPattern, 'is not an origin like https://www.example.com'))
      .max(10)
      .default([]),
    welcomeMail: z.boolean().default(true),
  }),
);
export type FormContent = OutputOf<typeof formContent>;

export const formStatus = z.enum(['draft', 'published', 'closed']);

export const form = shape(() =>
  z.strictObject({
    formId,
    clientId,
    status: formStatus,
    content: formContent(),
    /** Counts publications; 0 before the first. */
    version: z.int().min(0),
    noticeId: id.optional(),
    noticeSha256: sha256.optional(),
    url: z.string(),
    createdAt: instant,
    updatedAt: instant,
    publishedAt: instant.optional(),
  }),
);
export type Form = OutputOf<typeof form>;

const member = { capability: 'sign-up', audience: 'client' } as const;
const visitor = { capability: 'sign-up', audience: 'public' } as const;
const formParams = shape(() => z.strictObject({ clientId, formId }));

export const createList = route({
  ...member,
  id: 'createList',
  method: 'POST',
  path: '/v1/clients/{clientId}/lists',
  status: 201,
  summary: 'Make a list that people can sign up to.',
  params: clientParams,
  body: shape(() => list().pick({ name: true, title: true })),
  reply: json(list),
  errors: ['not_found', 'invalid_fields', 'limit_reached'],
});

export const listLists = route({
  ...member,
  id: 'listLists',
  method: 'GET',
  path: '/v1/clients/{clientId}/lists',
  status: 200,
  summary: "A client's lists.",
  params: clientParams,
  query: paging,
  reply: json(pageOf(list)),
  errors: ['not_found'],
});

/** Ten fields of thirty choices, and the notice, with every character escaped. */
const largestForm = 216 * 1024;

export const createForm = route({
  ...member,
  id: 'createForm',
  method: 'POST',
  path: '/v1/clients/{clientId}/forms',
  status: 201,
  summary: 'Draft a sign-up form.',
  params: clientParams,
  body: formContent,
  largestBody: largestForm,
  reply: json(form),
  errors: ['not_found', 'invalid_fields', 'limit_reached'],
});

export const listForms = route({
  ...member,
  id: 'listForms',
  method: 'GET',
  path: '/v1/clients/{clientId}/forms',
  status: 200,
  summary: "A client's forms.",
  params: clientParams,
  query: paging,
  reply: json(pageOf(form)),
  errors: ['not_found'],
});

export const getForm = route({
  ...member,
  id: 'getForm',
  method: 'GET',
  path: '/v1/clients/{clientId}/forms/{formId}',
  status: 200,
  summary: 'One form as it is drafted.',
  params: formParams,
  reply: json(form),
  errors: ['not_found'],
});

export const changeForm = route({
  ...member,
  id: 'changeForm',
  method: 'PUT',
  path: '/v1/clients/{clientId}/forms/{formId}',
  status: 200,
  summary: 'Change the draft of a form. What is published stays as it is until the next publication.',
  params: formParams,
  body: formContent,
  largestBody: largestForm,
  reply: json(form),
  errors: ['not_found', 'invalid_fields', 'changed_meanwhile', 'wrong_state'],
});

export const publishForm = route({
  ...member,
  id: 'publishForm',
  method: 'POST',
  path: '/v1/clients/{clientId}/forms/{formId}/publish',
  status: 200,
  summary: 'Publish the draft: keeps its notice for good, with its hash, and shows it at the address of the form.',
  params: formParams,
  reply: json(form),
  errors: ['not_found', 'wrong_state', 'changed_meanwhile'],
});

export const closeForm = route({
  ...member,
  id: 'closeForm',
  method: 'POST',
  path: '/v1/clients/{clientId}/forms/{formId}/close',
  status: 200,
  summary: 'Close a form: nobody can sign up by it any more; the links in mails go on working.',
  params: formParams,
  reply: json(form),
  errors: ['not_found', 'wrong_state', 'changed_meanwhile'],
});

export const getSnippet = route({
  ...member,
  id: 'getSnippet',
  method: 'GET',
  path: '/v1/clients/{clientId}/forms/{formId}/snippet',
  status: 200,
  summary: "HTML to copy into the client's own site: posts to the hosted form, needs no script.",
  params: formParams,
  reply: { kind: 'file', contentType: 'text/html; charset=utf-8' },
  errors: ['not_found', 'wrong_state'],
});

export const showForm = route({
  ...visitor,
  id: 'showForm',
  method: 'GET',
  path: '/s/{formId}',
  status: 200,
  summary: 'The hosted sign-up page. Works without JavaScript, sets no cookie.',
  params: shape(() => z.strictObject({ formId })),
  reply: page,
  errors: ['not_found', 'gone'],
});

/** Form posts carry strings; their keys beyond these are the form's own fields, judged by the form. */
export const signUpPost = shape(() =>
  z
    .object({
      // No length here: what is too long is told beside its field, and a body has an end.
      email: z.string().default(''),
      first_name: z.string().optional(),
      last_name: z.string().optional(),
      marketing_email: z.string().optional(),
      open_tracking: z.string().optional(),
      click_tracking: z.string().optional(),
      age: z.string().optional(),
      /** Honeypot: people do not see it. */
      website: z.string().optional(),
      /** Which notice the page showed, and when, as the page was given it. */
      shown: z.string().max(100).optional(),
      /** A solved challenge, when one was asked for. */
      challenge: z.string().max(3000).optional(),
    })
    .catchall(z.string()),
);

export const submitForm = route({
  ...visitor,
  id: 'submitForm',
  method: 'POST',
  path: '/s/{formId}',
  status: 200,
  summary: 'Ask to be put on the list. Answers the same for every address.',
  params: shape(() => z.strictObject({ formId })),
  body: signUpPost,
  accepts: 'form',
  reply: page,
  errors: [
    'invalid_fields',
    'not_found',
    'gone',
    'changed_meanwhile',
    'proof_required',
    'too_large',
    'unsupported_media_type',
    'unavailable',
  ],
});

const formOnly = shape(() => z.strictObject({ formId }));
export const fieldValue = shape(() => z.union([z.string().max(500), z.number(), z.boolean()]));

export const subscriptionRequest = shape(() =>
  z.strictObject({
    email: typedAddress,
    // Judged as a form post is, in the form's language.
    firstName: z.string().max(500).optional(),
    lastName: z.string().max(500).optional(),
    fields: z.record(z.string().max(32), fieldValue()).default({}),
    purposes: z.strictObject({
      marketing_email: z.literal(true, 'must be true: the person has to agree to the list itself'),
      open_tracking: z.boolean().default(false),
      click_tracking: z.boolean().default(false),
    }),
    /** The person attests the form's minimum age. */
    ofAge: z.boolean().default(false),
    /** The notice that the person was shown: `noticeId` of the published form. An older one is refused. */
    noticeId: id,
    /** The ALTCHA payload that solves the challenge of the problem `proof_required`: base64 of JSON. */
    challenge: z.string().max(3000).optional(),
  }),
);

/** An ALTCHA challenge (version 2): find the counter whose derived key begins with `keyPrefix`. */
export const challenge = shape(() =>
  z.strictObject({
    parameters: z.strictObject({
      algorithm: z.literal('PBKDF2/SHA-256'),
      nonce: z.string().regex(/^[0-9a-f]{32}$/),
      salt: z.string().regex(/^[0-9a-f]{32}$/),
      cost: z.int(),
      keyLength: z.int(),
      keyPrefix: z.string().regex(/^[0-9a-f]{1,64}$/),
      keySignature: z.string().regex(/^[0-9a-f]{64}$/),
      /** Seconds since 1970. */
      expiresAt: z.int(),
      /** The form that asks, and the highest counter that there is to try. */
      data: z.strictObject({ form: formId, most: z.int() }),
    }),
    signature: z.string().regex(/^[0-9a-f]{64}$/),
  }),
);
export type Challenge = OutputOf<typeof challenge>;

/** What `challenge` of a sign-up decodes to. */
export const solvedChallenge = shape(() =>
  z.strictObject({
    challenge: challenge(),
    solution: z.object({ counter: z.int().min(0), derivedKey: z.string().regex(/^[0-9a-f]{64}$/) }),
  }),
);

export const requestSubscription = route({
  ...visitor,
  id: 'requestSubscription',
  method: 'POST',
  path: '/v1/forms/{formId}/subscriptions',
  status: 202,
  summary: "Ask to be put on the list, from the client's own site. Answers the same for every address.",
  params: formOnly,
  body: subscriptionRequest,
  reply: json(shape(() => z.strictObject({ status: z.literal('check_your_mail') }))),
  errors: [
    'invalid_fields',
    'not_found',
    'gone',
    'forbidden',
    'changed_meanwhile',
    'proof_required',
    'too_large',
    'unsupported_media_type',
    'unavailable',
  ],
});

export const allowOrigin = route({
  ...visitor,
  id: 'allowOrigin',
  method: 'OPTIONS',
  path: '/v1/forms/{formId}/subscriptions',
  status: 204,
  summary: 'CORS preflight: answers only the origins that the form names.',
  params: formOnly,
  reply: empty,
  errors: ['not_found'],
});

/** 128-bit address key and 256-bit secret; kept as a hash only. */
export const confirmToken = z.string().regex(/^[A-Za-z0-9_-]{64}$/, 'is not a confirmation link');
const confirmParams = shape(() => z.strictObject({ token: confirmToken }));

export const showConfirmation = route({
  ...visitor,
  id: 'showConfirmation',
  method: 'GET',
  path: '/c/{token}',
  status: 200,
  summary: 'A button. Looking at it changes nothing, so that a mail scanner cannot confirm.',
  params: confirmParams,
  reply: page,
  errors: ['not_found', 'gone'],
});

export const confirmSubscription = route({
  ...visitor,
  id: 'confirmSubscription',
  method: 'POST',
  path: '/c/{token}',
  status: 200,
  summary: 'Confirm a subscription. Only this, never the GET of the same page, gives consent.',
  params: confirmParams,
  accepts: 'anything',
  reply: page,
  errors: ['not_found', 'gone', 'unavailable'],
});

export const showDenial = route({
  ...visitor,
  id: 'showDenial',
  method: 'GET',
  path: '/c/{token}/not-me',
  status: 200,
  summary: '"This was not me": a button, nothing more.',
  params: confirmParams,
  reply: page,
  errors: ['not_found', 'gone'],
});

export const denySubscription = route({
  ...visitor,
  id: 'denySubscription',
  method: 'POST',
  path: '/c/{token}/not-me',
  status: 200,
  summary: 'The person did not ask for it: the request is void and this client may not ask again.',
  params: confirmParams,
  accepts: 'anything',
  reply: page,
  errors: ['not_found', 'gone', 'unavailable'],
});

export const signUpRoutes = [
  createList,
  listLists,
  createForm,
  listForms,
  getForm,
  changeForm,
  publishForm,
  closeForm,
  getSnippet,
  showForm,
  submitForm,
  requestSubscription,
  allowOrigin,
  showConfirmation,
  confirmSubscription,
  showDenial,
  denySubscription,
] as const;
