import { reportAbuse, showAbuseForm } from '#contract/abuse.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { abusePublicApp } from './public-app.ts';
import { report, show } from './report-abuse.ts';

export const served = [on(showAbuseForm, show), on(reportAbuse, report)];

export const handler = api(served, abusePublicApp);
