import type { CampaignLine } from '#contract/campaigns.ts';
import type { Progress } from '#contract/sending.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { beforeStart, progressOf } from './rules/progress-of.ts';
import { runsStore } from './runs-store.ts';

/** How far a campaign is, for who asks without the API. */
export async function progressOfRun(
  db: Db,
  { campaignId, state }: Pick<CampaignLine, 'campaignId' | 'state'>,
  now: string,
): Promise<Progress> {
  const view = await runsStore(db).view(campaignId);
  return view ? progressOf(view, state, now) : beforeStart(campaignId, state);
}
