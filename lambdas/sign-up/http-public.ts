import {
  allowOrigin,
  confirmSubscription,
  denySubscription,
  requestSubscription,
  showConfirmation,
  showDenial,
  showForm,
  submitForm,
} from '#contract/sign-up.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { confirm, deny, show as showLink, showDenialPage } from './confirm-subscription.ts';
import { accept, corsHeaders, preflight, shapeInWords } from './accept-subscription.ts';
import { show, submit } from './serve-form.ts';
import { signUpApp } from './sign-up-app.ts';

export const handler = api(
  [
    on(showForm, show),
    on(submitForm, submit),
    on(requestSubscription, accept, corsHeaders, shapeInWords),
    on(allowOrigin, preflight, corsHeaders),
    on(showConfirmation, showLink),
    on(confirmSubscription, confirm),
    on(showDenial, showDenialPage),
    on(denySubscription, deny),
  ],
  signUpApp,
);
