import * as z from 'zod';
import { clientId, clientParams, instant, pageOf, paging } from './common.ts';
import { empty, json, route } from './route.ts';

/** A domain as DNS writes it: lower case, punycode. */
export const domainName = z
  .string()
  .max(253, 'is longer than 253 characters')
  .regex(
    /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
    'is not a domain name like mail.example.com',
  );

/** One record to put into DNS, and what it is for. */
export const dnsRecord = z.strictObject({
  purpose: z.enum(['dkim', 'mail_from_mx', 'mail_from_spf', 'dmarc']),
  name: z.string(),
  type: z.enum(['CNAME', 'MX', 'TXT']),
  value: z.string(),
  /** What the record is for, in a sentence. */
  explains: z.string(),
  /** `other`: something is there, and not this. `not_looked`: nobody looked yet, or the DNS did not say. */
  found: z.enum(['yes', 'no', 'other', 'not_looked']),
});
export type DnsRecord = z.output<typeof dnsRecord>;

export const senderStatus = z.enum([
  /** Records are still missing. */
  'waiting',
  'ready',
  /** Was ready, and one record is gone or wrong: campaigns from it are refused until it is mended. */
  'broken',
]);
export type SenderStatus = z.output<typeof senderStatus>;

/** A domain that a client's campaigns come from (CS-01, ML-06 … ML-08, ML-21). */
export const senderDomain = z.strictObject({
  clientId,
  domain: domainName,
  /** `operator`: a sub-domain of the operator's, for clients without a domain of their own. */
  owner: z.enum(['client', 'operator']),
  status: senderStatus,
  records: z.array(dnsRecord),
  /** The records as lines of a zone file. */
  zoneFile: z.string(),
  checkedAt: instant.optional(),
  readySince: instant.optional(),
  createdAt: instant,
});
export type SenderDomain = z.output<typeof senderDomain>;

/** How many domains a client may have. */
export const sendersPerClient = 10;

/** Its function alone may make and remove SES identities. */
const member = { capability: 'clients', audience: 'client', part: 'senders' } as const;
const senderParams = z.strictObject({ clientId, domain: domainName });

export const addSender = route({
  ...member,
  id: 'addSender',
  method: 'POST',
  path: '/v1/clients/{clientId}/senders',
  status: 201,
  summary:
    'Add a domain that campaigns come from: makes its SES identity, tells the DNS records to set. Said twice it is the same.',
  params: clientParams,
  body: z.strictObject({
    /** Absent: a sub-domain of the operator's, where the deployment gives them out. */
    domain: domainName.optional(),
  }),
  reply: json(senderDomain),
  errors: ['not_found', 'already_exists', 'invalid_fields', 'wrong_state', 'limit_reached', 'unavailable'],
});

export const listSenders = route({
  ...member,
  id: 'listSenders',
  method: 'GET',
  path: '/v1/clients/{clientId}/senders',
  status: 200,
  summary: "A client's sender domains and how their records stand.",
  params: clientParams,
  query: paging,
  reply: json(pageOf(senderDomain)),
  errors: ['not_found'],
});

export const checkSender = route({
  ...member,
  id: 'checkSender',
  method: 'POST',
  path: '/v1/clients/{clientId}/senders/{domain}/check',
  status: 200,
  summary: 'Look at the records now; a schedule looks too.',
  params: senderParams,
  reply: json(senderDomain),
  errors: ['not_found', 'already_exists', 'unavailable'],
});

export const removeSender = route({
  ...member,
  id: 'removeSender',
  method: 'DELETE',
  path: '/v1/clients/{clientId}/senders/{domain}',
  status: 204,
  summary: 'Take a domain away; campaigns that are scheduled from it are refused when they start.',
  params: senderParams,
  reply: empty,
  errors: ['not_found', 'unavailable'],
});

export const sendersRoutes = [addSender, listSenders, checkSender, removeSender] as const;
