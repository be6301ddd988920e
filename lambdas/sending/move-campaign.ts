import type { CampaignState } from '#contract/campaigns.ts';
import type { CampaignItem, SendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import type { Ids } from '#lambdas/platform/ids.ts';

export interface MoveParts {
  readonly campaigns: Pick<SendableCampaigns, 'change'>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Who acts where no person does. */
export const assent = 'assent';

export interface Move {
  readonly to: CampaignState;
  readonly actor: string;
  /** In the past tense, for the trail: `paused`, `resumed`. */
  readonly done: string;
  /** Shown with the campaign. */
  readonly because?: string;
  readonly reason?: string;
  readonly also?: Partial<Pick<CampaignItem, 'report' | 'startedAt' | 'endedAt' | 'held' | 'watchedSince'>>;
}

/** Moves a campaign on, with its line in the audit trail. @returns undefined when somebody else changed it meanwhile */
export async function moveCampaign(
  from: CampaignItem,
  { to, actor, done, because, reason, also }: Move,
  { campaigns, clock, ids }: MoveParts,
): Promise<CampaignItem | undefined> {
  const at = clock.now();
  const { because: _old, held: _before, ...rest } = from;
  const moved: CampaignItem = { ...rest, ...also, state: to, updatedAt: at, ...(because ? { because } : {}) };
  const { clientId, campaignId } = from;
  const entry = { clientId, actor, action: `campaign.${done}`, subject: campaignId, reason: reason ?? because };
  return (await campaigns.change(from, moved, entry, { at, id: ids.next() })) ? moved : undefined;
}
