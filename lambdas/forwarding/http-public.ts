import { confirmDigest, showDigestLink } from '#contract/forwarding.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { confirm, show } from './confirm-digest.ts';
import { digestLinkApp } from './digest-link-app.ts';

export const handler = api([on(showDigestLink, show), on(confirmDigest, confirm)], digestLinkApp);
