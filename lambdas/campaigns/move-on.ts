import type { CampaignState } from '#contract/campaigns.ts';
import type { Campaign } from '#contract/campaigns.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import type { LifecycleApp } from './lifecycle-app.ts';
import { mayBecome } from './rules/states.ts';
import { wholeOf } from './store.ts';
import type { CampaignItem } from './store.ts';

interface Named {
  readonly clientId: string;
  readonly campaignId: string;
}

/** @param version that the caller has looked at. @throws DomainError when it is another by now */
export async function knownCampaign(
  { clientId, campaignId }: Named,
  app: Pick<LifecycleApp, 'campaigns'>,
  version?: number,
): Promise<CampaignItem> {
  const found = await app.campaigns.find(clientId, campaignId);
  if (!found) throw notFound('campaign');
  if (version !== undefined && found.version !== version)
    throw new DomainError(
      'changed_meanwhile',
      `this campaign is at version ${found.version} by now, not ${version}; look at it again`,
    );
  return found;
}

interface Move {
  readonly to: Partial<CampaignItem> & { readonly state: CampaignState };
  /** `scheduled`: the audit trail says `campaign.scheduled`. */
  readonly done: string;
  readonly by: string;
  readonly why?: string;
}

/** Every change of state is one that the table of states allows, and has its audit event in the same transaction. */
export async function moveOn(
  from: CampaignItem,
  { to, done, by, why }: Move,
  app: Pick<LifecycleApp, 'campaigns' | 'clock' | 'ids'>,
): Promise<CampaignItem> {
  if (!mayBecome(from.state, to.state))
    throw new DomainError('wrong_state', `a campaign that is ${from.state} cannot become ${to.state}`);
  const { clientId, campaignId } = from;
  const audit = audited(app, { userName: by, reason: why }, clientId, `campaign.${done}`, campaignId);
  const next: CampaignItem = { ...from, ...to, updatedAt: audit.stamp.at };
  if (!(await app.campaigns.change(from, next, audit)))
    throw new DomainError('changed_meanwhile', 'somebody else changed this campaign just now; look at it again');
  return next;
}

export const shown = async (item: CampaignItem, app: Pick<LifecycleApp, 'campaigns'>): Promise<Campaign> =>
  wholeOf(item, await app.campaigns.content(item.campaignId, item.contentHash));
