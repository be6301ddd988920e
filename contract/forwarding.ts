import * as z from 'zod';
import {
  clientId,
  clientParams,
  contactId,
  endpointId,
  id,
  instant,
  line,
  listId,
  pageOf,
  paging,
  sha256,
  mailAddress,
} from './common.ts';
import { json, page, route } from './route.ts';
import { fieldValue } from './sign-up.ts';
import { purposeState } from './consent.ts';
import { shape } from './shape.ts';
import type { OutputOf } from './shape.ts';

export const eventTypes = ['subscription.confirmed', 'subscription.updated', 'subscription.withdrawn'] as const;
export const eventType = z.enum(eventTypes);
export type EventType = z.output<typeof eventType>;

const eventBase = {
  /** When it happened, which is not when it is delivered. */
  timestamp: instant,
};
const subscription = () => ({
  clientId,
  contactId,
  listId: listId.optional(),
  purposes: z.array(purposeState()),
  /** Place and hash in the ledger: what `assent ledger verify` finds again. */
  consent: z.strictObject({ seq: z.int(), hash: sha256, noticeSha256: sha256.optional() }),
});

/**
 * What an endpoint gets, as Standard Webhooks lay it out. `confirmed` and `updated` carry the person as they are when it is
 * delivered; a withdrawal names the contact by id only (CS-13). Without `listId` it is about every list of the client.
 */
export const webhookEvent = shape(() =>
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('subscription.confirmed'),
      ...eventBase,
      data: z.strictObject({ ...subscription(), address: z.string(), fields: z.record(z.string(), fieldValue()) }),
    }),
    z.strictObject({
      type: z.literal('subscription.updated'),
      ...eventBase,
      data: z.strictObject({ ...subscription(), address: z.string(), fields: z.record(z.string(), fieldValue()) }),
    }),
    z.strictObject({ type: z.literal('subscription.withdrawn'), ...eventBase, data: z.strictObject(subscription()) }),
    z.strictObject({ type: z.literal('endpoint.test'), ...eventBase, data: z.strictObject({ clientId, endpointId }) }),
  ]),
);
export type WebhookEvent = OutputOf<typeof webhookEvent>;

/** `disabled`: the endpoint answered 410, or a person switched it off. */
export const endpointStatus = z.enum(['active', 'disabled']);

export const endpoint = shape(() =>
  z.strictObject({
    endpointId,
    clientId,
    url: z.string(),
    description: z.string(),
    status: endpointStatus,
    disabledBecause: z.string().optional(),
    createdAt: instant,
  }),
);

/** `whsec_` and base64 of 32 bytes (Standard Webhooks). */
export const signingSecret = z.string().regex(/^whsec_[A-Za-z0-9+/]{43}=$/);
export const endpointWithSecret = shape(() => z.strictObject({ ...endpoint().shape, secret: signingSecret }));

export const deliveryStatus = z.enum(['waiting', 'delivered', 'failed', 'cancelled']);

export const attempt = shape(() =>
  z.strictObject({
    at: instant,
    /** HTTP status of the answer; absent when there was none. */
    status: z.int().optional(),
    /** Why it did not count: "timed out after 10 s", "answered 500", … */
    problem: z.string().optional(),
    ms: z.int(),
  }),
);

export type Attempt = OutputOf<typeof attempt>;

export const delivery = shape(() =>
  z.strictObject({
    deliveryId: z.string(),
    endpointId,
    type: z.enum([...eventTypes, 'endpoint.test']),
    contactId: contactId.optional(),
    status: deliveryStatus,
    attempts: z.array(attempt()),
    /** Why it was cancelled: the endpoint is disabled, or the person withdrew before it could go out (CS-13). */
    because: z.string().optional(),
    createdAt: instant,
    nextAttemptAt: instant.optional(),
  }),
);
export type Delivery = OutputOf<typeof delivery>;

export const digestWish = shape(() =>
  z.strictObject({
    /** A daily mail that counts who came and went, for clients that have no endpoint. No contact's address stands in it. */
    enabled: z.boolean(),
    address: mailAddress().optional(),
  }),
);
export type DigestWish = OutputOf<typeof digestWish>;

export const digest = shape(() =>
  z.strictObject({
    ...digestWish().shape,
    /** Whether whoever reads the address has said that they want it. Nothing is sent before. */
    confirmed: z.boolean(),
    /** Why it is off, when nobody of the client switched it off. */
    disabledBecause: z.string().optional(),
  }),
);

/** An export is made in the background and kept for a day; `url` is good for ten minutes. */
export const contactExport = shape(() =>
  z.strictObject({
    exportId: id,
    listId,
    status: z.enum(['running', 'ready', 'failed']),
    rows: z.int().optional(),
    /** Why it failed, and what to do. */
    because: z.string().optional(),
    url: z.string().optional(),
    createdAt: instant,
  }),
);

const member = { capability: 'forwarding', audience: 'client' } as const;
const endpointParams = shape(() => z.strictObject({ clientId, endpointId }));
const deliveryId = z.string().regex(/^[0-9A-Za-z_-]{10,64}$/, 'is not a delivery id');

export const createEndpoint = route({
  ...member,
  id: 'createEndpoint',
  method: 'POST',
  path: '/v1/clients/{clientId}/endpoints',
  status: 201,
  summary: 'Name an https address that gets captured contacts. The signing secret is shown this once.',
  params: clientParams,
  body: shape(() => z.strictObject({ url: line(2048), description: line(200).default('Webhook') })),
  largestBody: 16 * 1024,
  reply: json(endpointWithSecret),
  // Contacts go where this says: an operator who sets it for a client has to say why.
  showsContacts: true,
  errors: ['not_found', 'invalid_fields', 'limit_reached', 'wrong_state', 'reason_required'],
});

export const listEndpoints = route({
  ...member,
  id: 'listEndpoints',
  method: 'GET',
  path: '/v1/clients/{clientId}/endpoints',
  status: 200,
  summary: "A client's endpoints.",
  params: clientParams,
  query: paging,
  reply: json(pageOf(endpoint)),
  errors: ['not_found'],
});

export const disableEndpoint = route({
  ...member,
  id: 'disableEndpoint',
  method: 'POST',
  path: '/v1/clients/{clientId}/endpoints/{endpointId}/disable',
  status: 200,
  summary: 'Stop delivering to an endpoint; what waits and what comes is kept for 30 days and can be replayed.',
  params: endpointParams,
  reply: json(endpoint),
  errors: ['not_found', 'changed_meanwhile'],
});

export const enableEndpoint = route({
  ...member,
  id: 'enableEndpoint',
  method: 'POST',
  path: '/v1/clients/{clientId}/endpoints/{endpointId}/enable',
  status: 200,
  summary: 'Deliver to an endpoint again.',
  params: endpointParams,
  reply: json(endpoint),
  showsContacts: true,
  errors: ['not_found', 'wrong_state', 'changed_meanwhile', 'reason_required'],
});

export const rotateEndpointSecret = route({
  ...member,
  id: 'rotateEndpointSecret',
  method: 'POST',
  path: '/v1/clients/{clientId}/endpoints/{endpointId}/rotate-secret',
  status: 200,
  summary: 'A new signing secret; the old one signs beside it for a day.',
  params: endpointParams,
  reply: json(endpointWithSecret),
  // With it events can be forged: an operator who gets it has to say why.
  showsContacts: true,
  errors: ['not_found', 'changed_meanwhile', 'reason_required'],
});

export const testEndpoint = route({
  ...member,
  id: 'testEndpoint',
  method: 'POST',
  path: '/v1/clients/{clientId}/endpoints/{endpointId}/test',
  status: 202,
  summary: 'Send an `endpoint.test` event; its delivery shows how it went.',
  params: endpointParams,
  reply: json(delivery),
  errors: ['not_found', 'wrong_state', 'unavailable'],
});

export const listDeliveries = route({
  ...member,
  id: 'listDeliveries',
  method: 'GET',
  path: '/v1/clients/{clientId}/endpoints/{endpointId}/deliveries',
  status: 200,
  summary: 'What was delivered, what waits and what failed, newest first.',
  params: endpointParams,
  query: paging,
  reply: json(pageOf(delivery)),
  errors: ['not_found'],
});

export const replayDelivery = route({
  ...member,
  id: 'replayDelivery',
  method: 'POST',
  path: '/v1/clients/{clientId}/endpoints/{endpointId}/deliveries/{deliveryId}/replay',
  status: 202,
  summary: 'Deliver one event again, with the same webhook id, so that the receiver can tell.',
  params: shape(() => z.strictObject({ clientId, endpointId, deliveryId })),
  reply: json(delivery),
  showsContacts: true,
  errors: ['not_found', 'wrong_state', 'unavailable', 'reason_required'],
});

export const replaySince = route({
  ...member,
  id: 'replaySince',
  method: 'POST',
  path: '/v1/clients/{clientId}/endpoints/{endpointId}/replay',
  status: 202,
  summary: 'Deliver events since a time again, up to a hundred a call: go on from `nextSince`.',
  params: endpointParams,
  body: shape(() => z.strictObject({ since: instant })),
  reply: json(shape(() => z.strictObject({ replayed: z.int(), nextSince: instant.optional() }))),
  showsContacts: true,
  errors: ['not_found', 'wrong_state', 'unavailable', 'reason_required'],
});

export const getDigest = route({
  ...member,
  id: 'getDigest',
  method: 'GET',
  path: '/v1/clients/{clientId}/digest',
  status: 200,
  summary: 'Whether, and to whom, the daily digest goes.',
  params: clientParams,
  reply: json(digest),
  errors: ['not_found'],
});

export const setDigest = route({
  ...member,
  id: 'setDigest',
  method: 'PUT',
  path: '/v1/clients/{clientId}/digest',
  status: 200,
  summary: 'Switch the daily digest on or off. An address that is new is asked first, by a mail with a button.',
  params: clientParams,
  body: digestWish,
  reply: json(digest),
  errors: ['not_found', 'invalid_fields', 'wrong_state', 'changed_meanwhile', 'limit_reached', 'unavailable'],
});

const visitor = { capability: 'forwarding', audience: 'public' } as const;
const digestLinkParams = shape(() =>
  z.strictObject({
    token: z.string().regex(/^[A-Za-z0-9_-]{59}$/, 'is not a link of a digest'),
  }),
);

export const showDigestLink = route({
  ...visitor,
  id: 'showDigestLink',
  method: 'GET',
  path: '/d/{token}',
  status: 200,
  summary: 'A button for whoever reads the address of a digest. Looking at it changes nothing.',
  params: digestLinkParams,
  reply: page,
  errors: ['not_found', 'gone'],
});

export const confirmDigest = route({
  ...visitor,
  id: 'confirmDigest',
  method: 'POST',
  path: '/d/{token}',
  status: 200,
  summary: 'Let the daily digest come to this address.',
  params: digestLinkParams,
  accepts: 'anything',
  reply: page,
  errors: ['not_found', 'gone', 'unavailable'],
});

export const startExport = route({
  ...member,
  id: 'startExport',
  method: 'POST',
  path: '/v1/clients/{clientId}/exports',
  status: 202,
  summary: 'Make a CSV file of the people subscribed to a list, safe to open in a spreadsheet.',
  params: clientParams,
  body: shape(() => z.strictObject({ listId })),
  reply: json(contactExport),
  showsContacts: true,
  errors: ['not_found', 'reason_required', 'unavailable'],
});

export const getExport = route({
  ...member,
  id: 'getExport',
  method: 'GET',
  path: '/v1/clients/{clientId}/exports/{exportId}',
  status: 200,
  summary: 'Whether an export is ready, and where it is.',
  params: shape(() => z.strictObject({ clientId, exportId: id })),
  reply: json(contactExport),
  showsContacts: true,
  errors: ['not_found', 'reason_required'],
});

export const forwardingRoutes = [
  createEndpoint,
  listEndpoints,
  disableEndpoint,
  enableEndpoint,
  rotateEndpointSecret,
  testEndpoint,
  listDeliveries,
  replayDelivery,
  replaySince,
  getDigest,
  setDigest,
  showDigestLink,
  confirmDigest,
  startExport,
  getExport,
] as const;
