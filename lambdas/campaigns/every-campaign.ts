import type { CampaignLine } from '#contract/campaigns.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { campaignsStore } from './store.ts';

/** All campaigns of a client, whatever their state: hundreds, not millions. */
export async function everyCampaign(db: Db, clientId: string): Promise<CampaignLine[]> {
  const store = campaignsStore(db);
  const all: CampaignLine[] = [];
  let pageToken: string | undefined;
  do {
    const page = await store.lines(clientId, { limit: 100, pageToken });
    all.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return all;
}
