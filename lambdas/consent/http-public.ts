import { showUnsubscribe, unsubscribe } from '#contract/consent.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { consentApp } from './consent-app.ts';
import { show, stop } from './unsubscribe.ts';

export const handler = api([on(showUnsubscribe, show), on(unsubscribe, stop)], consentApp);
