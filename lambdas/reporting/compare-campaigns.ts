import type { CampaignLine } from '#contract/campaigns.ts';
import type {
  compareCampaigns,
  compareCampaignsCsv,
  compareCampaignsPage,
  ComparedCampaign,
} from '#contract/reports.ts';
import type { Run } from '#lambdas/platform/api.ts';
import type { Listing, Paging } from '#lambdas/platform/listing.ts';
import { reply } from '#lambdas/platform/reply.ts';
import { plannedIn } from '#lambdas/sending/rules/progress-of.ts';
import { comparisonPage } from './pages/comparison-page.tsx';
import type { ReportsApp } from './reports-app.ts';
import { comparisonCsv } from './rules/comparison-csv.ts';
import { figuresOf } from './rules/figures-of.ts';
import { outcomesIn, together } from './rules/report-of.ts';

/** A read of the list, and one for each of its campaigns that was begun: at most 26. */
async function compared(
  clientId: string,
  paging: Paging,
  app: Pick<ReportsApp, 'listed' | 'runs'>,
): Promise<Listing<ComparedCampaign>> {
  const { items, ...page } = await app.listed(clientId, paging);
  const begun = await Promise.all(items.map((line) => keyFigures(line, app)));
  return { ...page, items: begun.filter((each) => each !== undefined) };
}

async function keyFigures(
  line: CampaignLine,
  { runs }: Pick<ReportsApp, 'runs'>,
): Promise<ComparedCampaign | undefined> {
  const { campaignId, name, subject, state, startedAt, endedAt } = line;
  if (startedAt === undefined) return undefined;
  const { view, figures } = await runs.viewWithFigures(campaignId);
  return {
    campaignId,
    name,
    subject,
    state,
    startedAt,
    endedAt,
    planned: view ? plannedIn(view) : 0,
    total: outcomesIn(together(Object.values(figuresOf(figures).variants))),
  };
}

export const compare: Run<typeof compareCampaigns, ReportsApp> = async ({ params, query }, app) =>
  reply(await compared(params.clientId, query, app));

export const compareCsv: Run<typeof compareCampaignsCsv, ReportsApp> = async ({ params, query }, app) => ({
  text: comparisonCsv((await compared(params.clientId, query, app)).items),
  fileName: 'campaigns.csv',
});

export const comparePage: Run<typeof compareCampaignsPage, ReportsApp> = async ({ params, query }, app) => ({
  text: comparisonPage((await compared(params.clientId, query, app)).items, app.clock.now()),
  fileName: 'campaigns.html',
});
