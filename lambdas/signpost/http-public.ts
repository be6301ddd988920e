import { showSignpost } from '#contract/signpost.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { show } from './show-signpost.ts';
import { signpostApp } from './signpost-app.ts';

export const served = [on(showSignpost, show)];

/** The gateway sends here whatever is no route of ours, too: there is nothing, and that is what `api` says. */
export const handler = api(served, signpostApp);
