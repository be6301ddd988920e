import type { SendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import type { Count } from '#lambdas/platform/metrics.ts';
import { assent, moveCampaign } from './move-campaign.ts';
import type { MoveParts } from './move-campaign.ts';
import { isComplete } from './rules/lanes.ts';
import { sentIn } from './rules/progress-of.ts';
import type { Run } from './rules/run.ts';
import type { RunsStore } from './runs-store.ts';

export interface FinishParts extends MoveParts {
  readonly log: Log;
  readonly count: Count;
  readonly campaigns: Pick<SendableCampaigns, 'find' | 'change'>;
  readonly runs: Pick<RunsStore, 'finishLane' | 'end' | 'view'>;
}

/** Nobody is left in this lane, and nobody will be added. The last lane takes the campaign with it. */
export async function finishLane(campaignId: string, lane: number, parts: FinishParts): Promise<void> {
  const run = await parts.runs.finishLane(campaignId, lane);
  if (isComplete(run)) await finishRun(run, parts);
}

/** The campaign first: of a run that has ended, nobody looks after it any more. */
export async function finishRun(run: Run, parts: FinishParts): Promise<void> {
  const { campaignId, clientId } = run;
  for (;;) {
    const campaign = await parts.campaigns.find(clientId, campaignId);
    if (campaign?.state !== 'sending' && campaign?.state !== 'paused') break;
    const also = { endedAt: parts.clock.now() };
    if (await moveCampaign(campaign, { to: 'sent', actor: assent, done: 'sent', also }, parts)) {
      parts.log.info('a campaign was sent', { clientId, campaignId });
      const view = await parts.runs.view(campaignId);
      parts.count('CampaignsSent', { client: clientId });
      parts.count('PeopleReached', { client: clientId }, view ? sentIn(view) : 0);
      break;
    }
  }
  await parts.runs.end(run, parts.clock.now());
}
