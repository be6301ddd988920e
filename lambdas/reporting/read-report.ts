import type { CampaignReport, getClientDays, getReport, getReportCsv, getReportPage } from '#contract/reports.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import { beforeStart, progressOf } from '#lambdas/sending/rules/progress-of.ts';
import { reportPage } from './pages/report-page.tsx';
import type { ReportsApp } from './reports-app.ts';
import { daysAsked } from './rules/days-asked.ts';
import { figuresOf } from './rules/figures-of.ts';
import { reportCsv } from './rules/report-csv.ts';
import { reportOf } from './rules/report-of.ts';

/** Three reads, whatever the campaign's size: the campaign, what it says, and one query of how it went. */
export async function readReport(
  { clientId, campaignId }: { readonly clientId: string; readonly campaignId: string },
  app: ReportsApp,
): Promise<CampaignReport> {
  const campaign = await app.campaigns.find(clientId, campaignId);
  if (!campaign) throw notFound('campaign');
  const [said, { view, figures }] = await Promise.all([
    app.campaigns.content(campaignId, campaign.contentHash),
    app.runs.viewWithFigures(campaignId),
  ]);
  const at = app.clock.now();
  const progress = view ? progressOf(view, campaign.state, at) : beforeStart(campaignId, campaign.state);
  return reportOf(campaign, said, { figures: figuresOf(figures), progress, settled: view?.run.unheard, at });
}

export const show: Run<typeof getReport, ReportsApp> = async ({ params }, app) => reply(await readReport(params, app));

export const csv: Run<typeof getReportCsv, ReportsApp> = async ({ params }, app) => ({
  text: reportCsv(await readReport(params, app)),
  fileName: `report-${params.campaignId}.csv`,
});

export const page: Run<typeof getReportPage, ReportsApp> = async ({ params }, app) => ({
  text: reportPage(await readReport(params, app)),
  fileName: `report-${params.campaignId}.html`,
});

export const days: Run<typeof getClientDays, ReportsApp> = async ({ params, query }, app) => {
  const { from, to } = daysAsked(query, app.clock.now());
  return reply({ days: await app.figures.clientDays(params.clientId, from, to) });
};
