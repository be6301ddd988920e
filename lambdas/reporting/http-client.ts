import { getClientDays, getReport, getReportCsv, getReportPage } from '#contract/reports.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { csv, days, page, show } from './read-report.ts';
import { reportsApp } from './reports-app.ts';

export const handler = api(
  [on(getReport, show), on(getReportCsv, csv), on(getReportPage, page), on(getClientDays, days)],
  reportsApp,
);
