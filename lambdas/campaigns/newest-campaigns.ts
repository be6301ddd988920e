import type { CampaignLine } from '#contract/campaigns.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { campaignsStore } from './store.ts';

/** Of one client, newest first. @param limit at most so many: one read */
export const newestCampaigns = async (db: Db, clientId: string, limit: number): Promise<CampaignLine[]> =>
  (await campaignsStore(db).lines(clientId, { limit })).items;
