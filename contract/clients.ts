import * as z from 'zod';
import { clientId, clientParams, httpsUrl, instant, line, mailAddress, pageOf, paging, reason } from './common.ts';
import { json, route } from './route.ts';
import { shape } from './shape.ts';
import type { OutputOf } from './shape.ts';

/** The acceptable-use policy of this release: docs/acceptable-use.md. A client is served only on its terms. */
export const acceptableUseVersion = '2026-11';

export const postalAddress = shape(() =>
  z.strictObject({
    street: line(200),
    postalCode: line(20).optional(),
    city: line(100),
    region: line(100).optional(),
    /** ISO 3166-1 alpha-2 */
    country: z.string().regex(/^[A-Z]{2}$/, 'is not a country code of two capital letters (DE, US)'),
  }),
);
export type PostalAddress = OutputOf<typeof postalAddress>;

/** At most so many campaigns to one person in so many days. */
export const frequencyCap = shape(() =>
  z.strictObject({ messages: z.int().min(1).max(50), days: z.int().min(1).max(31) }),
);
export type FrequencyCap = OutputOf<typeof frequencyCap>;

export const clientStatus = z.enum(['pending', 'approved', 'suspended']);

/** What an operator writes down about a client. `brand` is the name that recipients know. */
export const clientProfile = shape(() =>
  z.strictObject({
    legalName: line(200),
    brand: line(80),
    postalAddress: postalAddress(),
    website: httpsUrl(),
    privacyUrl: httpsUrl(),
    contactName: line(200),
    contactAddress: mailAddress(),
    /** A second way to reach the client: CASL asks for one beside the postal address (PR-13). */
    phone: line(40).optional(),
    /** Whether a second person of the client has to agree to each campaign. */
    secondApproval: z.boolean().optional(),
    /** None unless set; `null` takes it away. */
    frequencyCap: frequencyCap().nullable().optional(),
    language: z.enum(['en', 'de', 'fr', 'es']).default('en'),
  }),
);

export const acceptance = shape(() =>
  z.strictObject({
    version: z.string().max(20),
    acceptedBy: line(200),
    acceptedAt: instant,
  }),
);

export const client = shape(() =>
  z.strictObject({
    clientId,
    status: clientStatus,
    ...clientProfile().shape,
    acceptableUse: acceptance(),
    createdAt: instant,
    approvedAt: instant.optional(),
    suspendedAt: instant.optional(),
  }),
);
export type Client = OutputOf<typeof client>;

export const userName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{2,62}[a-z0-9]$/,
    'is not a user name: 4 to 64 of a-z 0-9 . _ -, a letter or digit at both ends',
  );

export const user = shape(() =>
  z.strictObject({
    userName,
    clientId: clientId.optional(),
    role: z.enum(['operator', 'client']),
    displayName: line(200),
    /** Where test mails go. */
    mailAddress: mailAddress().optional(),
    createdAt: instant,
    /** When an operator last gave it a new temporary password. */
    resetAt: instant.optional(),
    /** Lets nobody in from then on. The name stays taken, for the audit trail tells of it. */
    removedAt: instant.optional(),
  }),
);
export type User = OutputOf<typeof user>;

export const userCreated = shape(() =>
  z.strictObject({
    ...user().shape,
    /** Shown this once; the first sign-in asks for a new one. */
    temporaryPassword: z.string(),
  }),
);

/** Who did what, to what, why. `actor` is a user name; `subject` an opaque id. */
export const auditEvent = shape(() =>
  z.strictObject({
    at: instant,
    actor: z.string(),
    action: z.string(),
    subject: z.string(),
    reason: z.string().optional(),
  }),
);
export type AuditEvent = OutputOf<typeof auditEvent>;

const operator = { capability: 'clients', audience: 'operator' } as const;
const member = { capability: 'clients', audience: 'client' } as const;

/** A whole profile, with every character escaped. */
const largestProfile = 36 * 1024;

export const createClient = route({
  ...operator,
  id: 'createClient',
  method: 'POST',
  path: '/v1/clients',
  status: 201,
  summary: 'Take on a client. It stays pending until approved, and can serve no form before.',
  body: shape(() =>
    z.strictObject({
      ...clientProfile().shape,
      acceptableUse: acceptance().omit({ acceptedAt: true }),
    }),
  ),
  largestBody: largestProfile,
  reply: json(client),
  errors: ['invalid_fields'],
});

export const listClients = route({
  ...operator,
  id: 'listClients',
  method: 'GET',
  path: '/v1/clients',
  status: 200,
  summary: 'All clients, by name.',
  query: paging,
  reply: json(pageOf(client)),
});

export const approveClient = route({
  ...operator,
  id: 'approveClient',
  method: 'POST',
  path: '/v1/clients/{clientId}/approve',
  status: 200,
  summary: 'Approve a client: makes its SES tenant and lets its forms serve.',
  params: clientParams,
  body: shape(() => z.strictObject({ reason: reason() })),
  reply: json(client),
  errors: ['not_found', 'wrong_state', 'changed_meanwhile', 'unavailable'],
});

export const suspendClient = route({
  ...operator,
  id: 'suspendClient',
  method: 'POST',
  path: '/v1/clients/{clientId}/suspend',
  status: 200,
  summary: 'Suspend a client: its forms close within half a minute; unsubscribing goes on working.',
  params: clientParams,
  body: shape(() => z.strictObject({ reason: reason() })),
  reply: json(client),
  errors: ['not_found', 'wrong_state', 'changed_meanwhile'],
});

export const changeClient = route({
  ...operator,
  id: 'changeClient',
  method: 'PUT',
  path: '/v1/clients/{clientId}',
  status: 200,
  summary: 'Correct what stands in the profile of a client; what is left out stays.',
  params: clientParams,
  body: shape(() => {
    const { language, ...withoutDefault } = clientProfile().shape;
    return z.strictObject({
      ...z.strictObject(withoutDefault).partial().shape,
      language: language.unwrap().optional(),
      reason: reason(),
    });
  }),
  largestBody: largestProfile,
  reply: json(client),
  errors: ['not_found', 'invalid_fields'],
});

export const createUser = route({
  ...operator,
  id: 'createUser',
  method: 'POST',
  path: '/v1/clients/{clientId}/users',
  status: 201,
  summary: 'Make a user of a client, with a temporary password that is shown once.',
  params: clientParams,
  body: shape(() => user().pick({ userName: true, displayName: true, mailAddress: true })),
  reply: json(userCreated),
  errors: ['not_found', 'already_exists', 'unavailable'],
});

const userParams = shape(() => z.strictObject({ clientId, userName }));

export const resetUser = route({
  ...operator,
  id: 'resetUser',
  method: 'POST',
  path: '/v1/clients/{clientId}/users/{userName}/reset',
  status: 200,
  summary:
    'Let a user in again who lost access: a new temporary password, shown once; sessions end, and an authenticator app is forgotten.',
  params: userParams,
  body: shape(() => z.strictObject({ reason: reason() })),
  reply: json(userCreated),
  errors: ['not_found', 'wrong_state', 'unavailable'],
});

export const removeUser = route({
  ...operator,
  id: 'removeUser',
  method: 'POST',
  path: '/v1/clients/{clientId}/users/{userName}/remove',
  status: 200,
  summary:
    'Remove a user: it is let in nowhere from now on, tokens that it still holds included. Said twice, it is the same.',
  params: userParams,
  body: shape(() => z.strictObject({ reason: reason() })),
  reply: json(user),
  errors: ['not_found', 'unavailable'],
});

export const getClient = route({
  ...member,
  id: 'getClient',
  method: 'GET',
  path: '/v1/clients/{clientId}',
  status: 200,
  summary: "A client's own profile.",
  params: clientParams,
  reply: json(client),
  errors: ['not_found'],
});

export const listUsers = route({
  ...member,
  id: 'listUsers',
  method: 'GET',
  path: '/v1/clients/{clientId}/users',
  status: 200,
  summary: "A client's users.",
  params: clientParams,
  query: paging,
  reply: json(pageOf(user)),
  errors: ['not_found'],
});

export const listAuditEvents = route({
  ...member,
  id: 'listAuditEvents',
  method: 'GET',
  path: '/v1/clients/{clientId}/audit-events',
  status: 200,
  summary:
    'Who did what to this client, newest first, back to its beginning: a page may be short while there is a token.',
  params: clientParams,
  query: paging,
  reply: json(pageOf(auditEvent)),
  errors: ['not_found'],
});

export const whoAmI = route({
  ...member,
  id: 'whoAmI',
  method: 'GET',
  path: '/v1/me',
  status: 200,
  summary: 'The signed-in user, and the client it belongs to.',
  reply: json(user),
});

export const clientsRoutes = [
  createClient,
  listClients,
  approveClient,
  suspendClient,
  changeClient,
  createUser,
  resetUser,
  removeUser,
  getClient,
  listUsers,
  listAuditEvents,
  whoAmI,
] as const;
