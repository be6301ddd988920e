import type { showSignpost } from '#contract/signpost.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { signpostPage } from './pages/signpost-page.tsx';
import type { SignpostApp } from './signpost-app.ts';

export const show: Run<typeof showSignpost, SignpostApp> = ({ visitor }) =>
  Promise.resolve(signpostPage(visitor.language));
