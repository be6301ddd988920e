import type { Db } from '#lambdas/platform/db.ts';
import { campaignsStore } from './store.ts';
import type { CampaignsStore } from './store.ts';

export type { CampaignContent, CampaignItem } from './store.ts';
export { wholeOf } from './store.ts';

/** What whoever sends asks of campaigns: to read one as it is now, what it says, and to move it on. */
export type SendableCampaigns = Pick<CampaignsStore, 'find' | 'content' | 'change'>;

export const sendableCampaigns = (db: Db): SendableCampaigns => campaignsStore(db);
