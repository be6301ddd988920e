import type { CampaignLine } from '#contract/campaigns.ts';
import type { Db } from '#lambdas/platform/db.ts';
import type { Listing, Paging } from '#lambdas/platform/listing.ts';
import { campaignsStore } from './store.ts';

/** Of one client, newest first: a page, and one read. */
export const listedCampaigns = (db: Db, clientId: string, paging: Paging): Promise<Listing<CampaignLine>> =>
  campaignsStore(db).lines(clientId, paging);

/** @param limit at most so many: one read */
export const newestCampaigns = async (db: Db, clientId: string, limit: number): Promise<CampaignLine[]> =>
  (await listedCampaigns(db, clientId, { limit })).items;
