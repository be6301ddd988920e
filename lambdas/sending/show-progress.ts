import type { getProgress } from '#contract/sending.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import { beforeStart, progressOf } from './rules/progress-of.ts';
import type { SendingApp } from './sending-app.ts';

export const show: Run<typeof getProgress, SendingApp> = async ({ params: { clientId, campaignId } }, app) => {
  const campaign = await app.campaigns.find(clientId, campaignId);
  if (!campaign) throw notFound('campaign');
  const view = await app.runs.view(campaignId);
  return reply(view ? progressOf(view, campaign.state, app.clock.now()) : beforeStart(campaignId, campaign.state));
};
