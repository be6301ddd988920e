import { listAbuseReports, settleAbuseReport } from '#contract/abuse.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { list, settle } from './handle-reports.ts';
import { abuseOperatorApp } from './operator-app.ts';

export const handler = api([on(listAbuseReports, list), on(settleAbuseReport, settle)], abuseOperatorApp);
