import type { CampaignLine } from '#contract/campaigns.ts';
import { listedCampaigns } from '#lambdas/campaigns/newest-campaigns.ts';
import { sendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import type { SendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import type { ApiPorts } from '#lambdas/platform/api.ts';
import { signedInPorts } from '#lambdas/platform/api-ports.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import type { Listing, Paging } from '#lambdas/platform/listing.ts';
import { runsStore } from '#lambdas/sending/runs-store.ts';
import type { RunsStore } from '#lambdas/sending/runs-store.ts';
import { formsStore } from '#lambdas/sign-up/forms-store.ts';
import type { FormsStore } from '#lambdas/sign-up/forms-store.ts';
import { figuresStore } from './figures-store.ts';
import type { FiguresStore } from './figures-store.ts';
import { growthStore } from './growth-store.ts';
import type { GrowthStore } from './growth-store.ts';

/** What a client's users read reports with. */
export interface ReportsApp {
  readonly api: ApiPorts;
  readonly clock: Clock;
  readonly campaigns: Pick<SendableCampaigns, 'find' | 'content'>;
  /** A page of a client's campaigns, newest first. */
  readonly listed: (clientId: string, paging: Paging) => Promise<Listing<CampaignLine>>;
  readonly runs: Pick<RunsStore, 'viewWithFigures'>;
  readonly figures: Pick<FiguresStore, 'clientDays'>;
  readonly directory: Pick<FormsStore, 'list'>;
  readonly growth: Pick<GrowthStore, 'days'>;
}

export const reportsApp = lazily((): ReportsApp => ({
  api: signedInPorts(),
  clock: systemClock,
  campaigns: sendableCampaigns(documentClient()),
  listed: (clientId, paging) => listedCampaigns(documentClient(), clientId, paging),
  runs: runsStore(documentClient()),
  figures: figuresStore(documentClient()),
  directory: formsStore(documentClient()),
  growth: growthStore(documentClient()),
}));
