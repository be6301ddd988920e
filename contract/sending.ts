import * as z from 'zod';
import { campaignId, campaignParams, campaignState, replyCampaign, whyChanged } from './campaigns.ts';
import { instant } from './common.ts';
import { shape } from './shape.ts';
import { empty, json, route } from './route.ts';

const member = { capability: 'sending', audience: 'client' } as const;
const stateChange = {
  params: campaignParams,
  body: whyChanged,
  reply: replyCampaign,
  errors: ['not_found', 'wrong_state', 'changed_meanwhile'],
} as const;

export const pauseCampaign = route({
  ...member,
  ...stateChange,
  id: 'pauseCampaign',
  method: 'POST',
  path: '/v1/clients/{clientId}/campaigns/{campaignId}/pause',
  status: 200,
  summary: 'Stop sending, within one batch of each worker.',
});

export const resumeCampaign = route({
  ...member,
  ...stateChange,
  id: 'resumeCampaign',
  method: 'POST',
  path: '/v1/clients/{clientId}/campaigns/{campaignId}/resume',
  status: 200,
  summary:
    'Go on sending to those who have not got it. What was stopped by itself needs a reason, which is kept with your name.',
  errors: [...stateChange.errors, 'reason_required'],
});

export const cancelCampaign = route({
  ...member,
  ...stateChange,
  id: 'cancelCampaign',
  method: 'POST',
  path: '/v1/clients/{clientId}/campaigns/{campaignId}/cancel',
  status: 200,
  summary: 'Stop for good: who has not got it never will.',
});

/** What became of everybody. At the end `planned` is the sum of `sent`, `failed`, `unknown` and what was skipped while sending. */
export const progress = z.strictObject({
  campaignId,
  state: campaignState,
  /** Partitions of the list that were read, of 64. */
  partitionsPlanned: z.int(),
  /** Exact once planning is done. */
  planned: z.int(),
  /** While planning, by reason: they were never planned. */
  leftOut: z.record(z.string(), z.int()),
  sent: z.int(),
  /** While sending, by reason. */
  skipped: z.record(z.string(), z.int()),
  failed: z.record(z.string(), z.int()),
  /** SES may have them: settled by its events, or by a person. */
  unknown: z.int(),
  /** Messages a second, over the last minute. */
  rate: z.number(),
  secondsLeft: z.int().optional(),
  /** Why nothing goes out just now: the account's daily quota, say. */
  waitsFor: z.string().optional(),
  startedAt: instant.optional(),
  endedAt: instant.optional(),
});
export type Progress = z.output<typeof progress>;

export const getProgress = route({
  ...member,
  id: 'getProgress',
  method: 'GET',
  path: '/v1/clients/{clientId}/campaigns/{campaignId}/progress',
  status: 200,
  summary: 'How far it is, exact at the end.',
  params: campaignParams,
  reply: json(shape(() => progress)),
  errors: ['not_found'],
});

export const chooseWinner = route({
  ...member,
  id: 'chooseWinner',
  method: 'POST',
  path: '/v1/clients/{clientId}/campaigns/{campaignId}/winner',
  status: 204,
  summary: 'Choose the subject that everybody else gets, once both were tried.',
  params: campaignParams,
  body: shape(() => z.strictObject({ subject: z.enum(['a', 'b']) })),
  reply: empty,
  errors: ['not_found', 'wrong_state'],
});

export const sendingRoutes = [pauseCampaign, resumeCampaign, cancelCampaign, chooseWinner, getProgress] as const;
