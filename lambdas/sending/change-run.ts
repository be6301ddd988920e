import type { CampaignState } from '#contract/campaigns.ts';
import type { cancelCampaign, pauseCampaign, resumeCampaign } from '#contract/sending.ts';
import { mayBecome } from '#lambdas/campaigns/rules/states.ts';
import { wholeOf } from '#lambdas/campaigns/sendable-campaigns.ts';
import type { CampaignItem } from '#lambdas/campaigns/sendable-campaigns.ts';
import type { Run } from '#lambdas/platform/api.ts';
import type { Caller } from '#lambdas/platform/caller.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import { moveCampaign } from './move-campaign.ts';
import type { SendingApp } from './sending-app.ts';

interface Change {
  readonly to: CampaignState;
  readonly from: readonly CampaignState[];
  readonly done: string;
}

/** Workers read the state before each batch: those at work finish theirs. */
export const pause: Run<typeof pauseCampaign, SendingApp> = async ({ params, body, caller }, app) => {
  const change = { to: 'paused', from: ['sending'], done: 'paused' } as const;
  const paused = await changed(params, change, caller(), body.reason, app);
  return reply(await shown(paused, app));
};

export const resume: Run<typeof resumeCampaign, SendingApp> = async ({ params, body, caller }, app) => {
  const change = { to: 'sending', from: ['paused'], done: 'resumed' } as const;
  await answeredFor(params, body.reason, app);
  const resumed = await changed(params, change, caller(), body.reason, app);
  await app.planQueue().send({ kind: 'wake', ...params });
  return reply(await shown(resumed, app));
};

/** Whoever has the message keeps it; whoever has not is counted as skipped. */
export const cancel: Run<typeof cancelCampaign, SendingApp> = async ({ params, body, caller }, app) => {
  const from = ['draft', 'checked', 'scheduled', 'sending', 'paused'] as const;
  const cancelled = await changed(params, { to: 'cancelled', from, done: 'cancelled' }, caller(), body.reason, app);
  await app.planQueue().send({ kind: 'wake', ...params });
  return reply(await shown(cancelled, app));
};

/** Pressed again, because the first answer was lost or the queue was not told, it does the rest. */
async function changed(
  { clientId, campaignId }: { readonly clientId: string; readonly campaignId: string },
  { to, from, done }: Change,
  caller: Caller,
  reason: string | undefined,
  app: SendingApp,
): Promise<CampaignItem> {
  const campaign = await app.campaigns.find(clientId, campaignId);
  if (!campaign) throw notFound('campaign');
  if (campaign.state === to) return campaign;
  if (!from.includes(campaign.state) || !mayBecome(campaign.state, to))
    throw new DomainError(
      'wrong_state',
      `this campaign is ${campaign.state}: it can be ${done} when it is ${or(from)}`,
    );
  const also = {
    ...(to === 'cancelled' && { endedAt: app.clock.now() }),
    ...(campaign.held && { watchedSince: app.clock.now() }),
  };
  const because = to === 'sending' ? undefined : (reason ?? `${done} by ${caller.userName}`);
  const moved = await moveCampaign(campaign, { to, actor: caller.userName, done, because, reason, also }, app);
  if (!moved)
    throw new DomainError('changed_meanwhile', 'somebody else changed this campaign just now; look at it again');
  return moved;
}

/** What stopped by itself goes on when a person says why it may: it is kept with their name. */
async function answeredFor(
  { clientId, campaignId }: { readonly clientId: string; readonly campaignId: string },
  reason: string | undefined,
  app: SendingApp,
): Promise<void> {
  const campaign = await app.campaigns.find(clientId, campaignId);
  if (campaign?.held !== undefined && reason === undefined)
    throw new DomainError(
      'reason_required',
      'this campaign was stopped to protect the people who get it: say why it may go on (reason)',
    );
}

const or = (states: readonly CampaignState[]): string => states.join(' or ');

const shown = async (campaign: CampaignItem, app: SendingApp) =>
  wholeOf(campaign, await app.campaigns.content(campaign.campaignId, campaign.contentHash));
