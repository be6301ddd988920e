import * as z from 'zod';
import { campaignId, campaignParams, campaignState, complianceReport } from './campaigns.ts';
import { clientParams, instant, pageOf, pageToken } from './common.ts';
import { hourCounts, linkCounts, mailProvider, outcomeCounts } from './figures.ts';
import { held } from './protection.ts';
import { file, json, route } from './route.ts';
import { progress } from './sending.ts';
import { shape } from './shape.ts';

/** How many people, as far as anybody can tell (docs/human-figures.md): "about 412 (between 380 and 470)". */
export const people = z.strictObject({
  about: z.int(),
  /** With 95 % confidence between these. */
  from: z.int(),
  to: z.int(),
  /** `counted`: nothing had to be guessed. `estimated`: of some, it is known only whether others did. `few`: too few to say. */
  method: z.enum(['counted', 'estimated', 'few']),
  /** What was left out: machines, for sure. */
  machines: z.int(),
  /** What nobody can tell. */
  hidden: z.int(),
});
export type People = z.output<typeof people>;

/** Messages that SES took, and of which it has not said what became. */
const unheard = z.strictObject({
  /** When this was read. */
  count: z.int(),
  /** As it was a day after the campaign had ended: what is missing then hardly comes any more. */
  settled: z.strictObject({ at: instant, count: z.int(), of: z.int() }).optional(),
});

/** 0.1 is one in ten. Absent where there is nothing to be a part of. */
const share = z.number().min(0).optional();
const peopleShare = z.strictObject({ about: z.number(), from: z.number(), to: z.number() }).optional();
export const shares = z.strictObject({
  /** Of what SES took. */
  delivered: share,
  softBounced: share,
  bounced: share,
  /** Of what was delivered. */
  complained: share,
  opened: peopleShare,
  clicked: peopleShare,
});
export type Shares = z.output<typeof shares>;

const outcomes = z.strictObject({ counts: outcomeCounts, opened: people, clicked: people, shares });
export type Outcomes = z.output<typeof outcomes>;

/** People of the list who were sent nothing: when that was decided, and why. */
const notSent = z.strictObject({
  /** `left_out` while the campaign was planned, `skipped` right before the message, `failed` at SES. */
  when: z.enum(['left_out', 'skipped', 'failed']),
  reason: z.string(),
  inWords: z.string(),
  count: z.int(),
});
export type NotSent = z.output<typeof notSent>;

/**
 * What SES charges, in US dollars: 0.10 for a thousand messages that it took, bounced or not, and 0.12 for a GB of pictures inside them, of
 * which the size is an estimate. Not in it: taxes, a free tier, and what AWS charges for all else.
 */
const cost = z.strictObject({ usd: z.number(), messagesUsd: z.number(), picturesUsd: z.number() });
export type Cost = z.output<typeof cost>;

export const campaignReport = z.strictObject({
  campaignId,
  name: z.string(),
  state: campaignState,
  subject: z.string(),
  subjectB: z.string().optional(),
  startedAt: instant.optional(),
  endedAt: instant.optional(),
  /** When this was read. */
  at: instant,
  progress,
  /** By reason, the most frequent first. */
  notSent: z.array(notSent),
  /** All of it, and each of two subjects where they were tried. */
  total: outcomes,
  unheard,
  variants: z.partialRecord(z.enum(['a', 'b']), outcomes),
  providers: z.partialRecord(mailProvider, outcomes),
  links: z.array(z.strictObject({ href: z.string(), text: z.string(), ...linkCounts.shape })),
  /** In the order of time, hours with nothing left out: `2026-11-24T09`, UTC. */
  hours: z.array(z.strictObject({ hour: z.string(), ...hourCounts.shape })),
  cost,
  /** What its last check found; its hash is that of what was sent. */
  compliance: complianceReport.optional(),
  held: held.optional(),
});
export type CampaignReport = z.output<typeof campaignReport>;

const member = { capability: 'reporting', audience: 'client' } as const;

export const getReport = route({
  ...member,
  id: 'getReport',
  method: 'GET',
  path: '/v1/clients/{clientId}/campaigns/{campaignId}/report',
  status: 200,
  summary:
    'What became of a campaign: exact counts, and how many people opened and clicked, as far as anybody can tell.',
  params: campaignParams,
  reply: json(shape(() => campaignReport)),
  errors: ['not_found'],
});

export const getReportCsv = route({
  ...member,
  id: 'getReportCsv',
  method: 'GET',
  path: '/v1/clients/{clientId}/campaigns/{campaignId}/report.csv',
  status: 200,
  summary: 'The same as a table: what, of what, how many.',
  params: campaignParams,
  reply: file('text/csv; charset=utf-8'),
  errors: ['not_found'],
});

export const getReportPage = route({
  ...member,
  id: 'getReportPage',
  method: 'GET',
  path: '/v1/clients/{clientId}/campaigns/{campaignId}/report.html',
  status: 200,
  summary: 'The same as a page to print or hand on: one file, nothing loaded from anywhere.',
  params: campaignParams,
  reply: file('text/html; charset=utf-8'),
  errors: ['not_found'],
});

/** A campaign beside others: its key figures, and no more. */
export const comparedCampaign = z.strictObject({
  campaignId,
  name: z.string(),
  subject: z.string(),
  state: campaignState,
  startedAt: instant,
  endedAt: instant.optional(),
  planned: z.int(),
  total: outcomes,
});
export type ComparedCampaign = z.output<typeof comparedCampaign>;

/** Each campaign is a read: a page is short. */
const comparing = shape(() =>
  z.strictObject({ pageToken: pageToken.optional(), limit: z.coerce.number().int().min(1).max(25).default(10) }),
);

const compared = {
  ...member,
  method: 'GET',
  status: 200,
  params: clientParams,
  query: comparing,
  errors: ['not_found', 'invalid_request'],
} as const;

export const compareCampaigns = route({
  ...compared,
  id: 'compareCampaigns',
  path: '/v1/clients/{clientId}/reports/campaigns',
  summary:
    'The campaigns that were begun, side by side, newest first. Of a page some may be drafts, which are left out: go on while there is a token.',
  reply: json(pageOf(shape(() => comparedCampaign))),
});

export const compareCampaignsCsv = route({
  ...compared,
  id: 'compareCampaignsCsv',
  path: '/v1/clients/{clientId}/reports/campaigns.csv',
  summary: 'The same as a table, a campaign a line.',
  reply: file('text/csv; charset=utf-8'),
});

export const compareCampaignsPage = route({
  ...compared,
  id: 'compareCampaignsPage',
  path: '/v1/clients/{clientId}/reports/campaigns.html',
  summary: 'The same as a page to print or hand on.',
  reply: file('text/html; charset=utf-8'),
});

export const clientDays = z.strictObject({
  days: z.array(z.strictObject({ day: z.iso.date(), counts: outcomeCounts })),
});

export const getClientDays = route({
  ...member,
  id: 'getClientDays',
  method: 'GET',
  path: '/v1/clients/{clientId}/outcomes',
  status: 200,
  summary:
    'What became of the messages of each day on which some were sent: the last thirty days unless others are named.',
  params: shape(() => z.strictObject({ clientId: campaignParams().shape.clientId })),
  query: shape(() => z.strictObject({ from: z.iso.date().optional(), to: z.iso.date().optional() })),
  reply: json(shape(() => clientDays)),
  errors: ['not_found', 'invalid_request'],
});

export const reportingRoutes = [
  getReport,
  getReportCsv,
  getReportPage,
  compareCampaigns,
  compareCampaignsCsv,
  compareCampaignsPage,
  getClientDays,
] as const;
