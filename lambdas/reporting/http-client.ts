import { getGrowth, getGrowthCsv } from '#contract/growth.ts';
import {
  compareCampaigns,
  compareCampaignsCsv,
  compareCampaignsPage,
  getClientDays,
  getReport,
  getReportCsv,
  getReportPage,
} from '#contract/reports.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { compare, compareCsv, comparePage } from './compare-campaigns.ts';
import { grow, growCsv } from './read-growth.ts';
import { csv, days, page, show } from './read-report.ts';
import { reportsApp } from './reports-app.ts';

export const handler = api(
  [
    on(getReport, show),
    on(getReportCsv, csv),
    on(getReportPage, page),
    on(compareCampaigns, compare),
    on(compareCampaignsCsv, compareCsv),
    on(compareCampaignsPage, comparePage),
    on(getClientDays, days),
    on(getGrowth, grow),
    on(getGrowthCsv, growCsv),
  ],
  reportsApp,
);
