import * as z from 'zod';
import { clientId, id, instant, pageOf, pageToken, reason } from './common.ts';
import { json, page, route } from './route.ts';
import { shape } from './shape.ts';
import type { OutputOf } from './shape.ts';

/** What somebody says is wrong with mail of ours. */
export const abuseKinds = ['never_signed_up', 'goes_on', 'deceives', 'other'] as const;
export type AbuseKind = (typeof abuseKinds)[number];

/**
 * Somebody says that mail sent from here is unwanted or harmful: by the form, by mail to the abuse mailbox, or by their
 * mail program's "this is spam", which SES hands on.
 */
export const abuseReport = shape(() =>
  z.strictObject({
    reportId: id,
    /** Absent when nobody could tell whose mail it was. */
    clientId: clientId.optional(),
    way: z.enum(['form', 'mail', 'feedback']),
    kind: z.enum([...abuseKinds, 'complaint']),
    at: instant,
    /** What the person wrote, and where they want an answer. Feedback has neither. */
    text: z.string().optional(),
    /** The sender as their mail program shows it. */
    sender: z.string().optional(),
    replyTo: z.string().optional(),
    /** Of feedback: which campaign, if it was one. */
    campaignId: id.optional(),
    /** Of feedback: what the provider calls it, such as `abuse`, `fraud`; `unnamed` where it gives no name. */
    feedback: z.string().max(30).optional(),
    settled: z.strictObject({ at: instant, by: z.string(), reason: z.string() }).optional(),
  }),
);
export type AbuseReport = OutputOf<typeof abuseReport>;

const visitor = { capability: 'abuse', audience: 'public' } as const;
const operator = { capability: 'abuse', audience: 'operator' } as const;

/** `client`: whose mail it is, where the link that led here says so. Nothing else depends on it. */
const about = shape(() => z.strictObject({ client: clientId.optional() }));

export const showAbuseForm = route({
  ...visitor,
  id: 'showAbuseForm',
  method: 'GET',
  path: '/abuse',
  status: 200,
  summary: 'Where people report mail that they did not want or that harms.',
  query: about,
  reply: page,
});

export const reportAbuse = route({
  ...visitor,
  id: 'reportAbuse',
  method: 'POST',
  path: '/abuse',
  status: 200,
  summary: 'Takes a report. What is missing is asked for again on the page, with what was typed.',
  query: about,
  // Judged by the use case: a person gets the page again, not a list of fields.
  body: shape(() =>
    z.strictObject({
      kind: z.string().max(50).optional(),
      sender: z.string().max(1000).optional(),
      text: z.string().max(6000).optional(),
      reply_to: z.string().max(1000).optional(),
      /** A field that people do not see: what fills it in is no person. */
      website: z.string().max(1000).optional(),
    }),
  ),
  accepts: 'form',
  largestBody: 32 * 1024,
  reply: page,
  errors: ['limit_reached'],
});

export const listAbuseReports = route({
  ...operator,
  id: 'listAbuseReports',
  method: 'GET',
  path: '/v1/abuse-reports',
  status: 200,
  summary: 'Reports that nobody settled yet, newest first; with `client`, all of that client.',
  query: shape(() =>
    z.strictObject({
      client: clientId.optional(),
      pageToken: pageToken.optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
  ),
  reply: json(pageOf(abuseReport)),
});

export const settleAbuseReport = route({
  ...operator,
  id: 'settleAbuseReport',
  method: 'POST',
  path: '/v1/abuse-reports/{reportId}/settle',
  status: 200,
  summary: 'Says what came of a report: kept with it, and in the audit trail of its client.',
  params: shape(() => z.strictObject({ reportId: id })),
  body: shape(() => z.strictObject({ reason: reason() })),
  reply: json(abuseReport),
  errors: ['not_found', 'wrong_state'],
});

export const abuseRoutes = [showAbuseForm, reportAbuse, listAbuseReports, settleAbuseReport] as const;

/** Longest that each of a report's texts may be: what is longer is asked to be shortened (form) or cut (mail). */
export const longestInReport = { text: 2000, sender: 320, replyTo: 254 } as const;
