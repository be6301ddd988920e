import { showWebCopy } from '#contract/campaigns.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { run } from './show-web-copy.ts';
import { webCopyApp } from './web-copy-app.ts';

export const handler = api([on(showWebCopy, run)], webCopyApp);
