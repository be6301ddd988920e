import type { getSnippet } from '#contract/sign-up.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { DomainError } from '#lambdas/platform/errors.ts';
import type { FormsApp } from './forms-app.ts';
import { known } from './manage-forms.ts';
import { snippetOf } from './pages/snippet.tsx';

/** Of what is published, not of the draft: only what was published has a notice that is kept. */
export const run: Run<typeof getSnippet, FormsApp> = async ({ params }, app) => {
  const { status } = await known(app, params.clientId, params.formId);
  const published = await app.store.published(params.formId);
  if (status !== 'published' || !published)
    throw new DomainError('wrong_state', 'publish the form first; the snippet posts to it');
  return { text: snippetOf(published), fileName: 'sign-up.html' };
};
