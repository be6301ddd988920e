import type { getSnippet } from '#contract/sign-up.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { escaped } from '#lambdas/platform/escaped.ts';
import { DomainError } from '#lambdas/platform/errors.ts';
import type { FormsApp } from './forms-app.ts';
import { known } from './manage-forms.ts';

/** A plain button that opens the hosted page: the notice is always shown where it is agreed to, and no script is needed. */
export const run: Run<typeof getSnippet, FormsApp> = async ({ params }, app) => {
  const { status, content, url } = await known(app, params.clientId, params.formId);
  if (status !== 'published') throw new DomainError('wrong_state', 'publish the form first; the snippet posts to it');
  const text = [
    `<form action="${escaped(url)}" method="get">`,
    `  <p>${escaped(content.heading)}</p>`,
    `  <button type="submit">${escaped(content.button ?? content.heading)}</button>`,
    '</form>',
    '',
  ].join('\n');
  return { text, fileName: 'sign-up.html' };
};
