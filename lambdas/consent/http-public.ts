import { changePreferences, downloadRecord, showPreferences, showUnsubscribe, unsubscribe } from '#contract/consent.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { consentApp } from './consent-app.ts';
import { change, record, show as showChoices } from './preferences.ts';
import { show, stop } from './unsubscribe.ts';

export const served = [
  on(showUnsubscribe, show),
  on(unsubscribe, stop),
  on(showPreferences, showChoices),
  on(changePreferences, change),
  on(downloadRecord, record),
];

export const handler = api(served, consentApp);
