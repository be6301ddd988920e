import type { CampaignState } from '#contract/campaigns.ts';
import type { CampaignItem, SendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import { audited } from '#lambdas/platform/audit.ts';
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
  parts: MoveParts,
): Promise<CampaignItem | undefined> {
  const { because: _old, held: _before, ...rest } = from;
  const { clientId, campaignId } = from;
  const by = { userName: actor, reason: reason ?? because };
  const audit = audited(parts, by, clientId, `campaign.${done}`, campaignId);
  const moved: CampaignItem = {
    ...rest,
    ...also,
    state: to,
    updatedAt: audit.stamp.at,
    ...(because ? { because } : {}),
  };
  return (await parts.campaigns.change(from, moved, audit)) ? moved : undefined;
}
