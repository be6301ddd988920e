import type { showForm, submitForm } from '#contract/sign-up.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { notFound } from '#lambdas/platform/errors.ts';
import type { Page } from '#lambdas/platform/reply.ts';
import { formPage } from './pages/form-page.tsx';
import type { FormView } from './pages/form-page.tsx';
import { checkMailPage, closedPage } from './pages/sign-up-pages.tsx';
import { withoutConsent } from './rules/wish-of.ts';
import type { ServingForm, SignUpApp } from './sign-up-app.ts';
import { takeSignUp } from './take-sign-up.ts';

export const show: Run<typeof showForm, SignUpApp> = async ({ params, visitor }, app) => {
  const { published, open } = await known(app, params.formId);
  if (!open) return closedPage(published);
  const asks = app.mode() === 'always';
  const proofs = asks ? (await app.secrets()).proofs : undefined;
  const challenge = await proofs?.challenge(params.formId, app.clock.now());
  return page(app, { published, challenge, globalPrivacyControl: visitor.globalPrivacyControl });
};

/**
 * Takes what was typed only with the notice that the ledger will say was shown: when the form was published anew since, or
 * the page names no notice, the person sees it as it is now, and ticks its boxes again.
 */
export const submit: Run<typeof submitForm, SignUpApp> = async ({ params, body, visitor }, app) => {
  const shown = (await app.secrets()).stamps.read(body.shown);
  const { published, open } = await serving(app, params.formId, shown?.noticeId);
  if (!open) return closedPage(published);
  // Nobody sees this field: what fills it is a machine, and gets the answer that everybody gets.
  if (body.website) return checkMailPage(published);
  const { globalPrivacyControl, origin } = visitor;
  if (shown?.noticeId !== published.notice.noticeId)
    return page(app, { published, typed: withoutConsent(body), outdated: true, globalPrivacyControl });

  const { shown: stamp, challenge, ...typed } = body;
  const from = shown.at === undefined && origin !== undefined ? 'elsewhere' : 'hosted_page';
  const sent = { typed, from, shownAt: shown.at, challenge, page: visitor.page ?? published.form.url } as const;
  const taken = await takeSignUp(app, published, sent, visitor);
  if (taken.kind === 'done') return checkMailPage(published);
  const kept = shown.at === undefined ? undefined : stamp;
  const view = { published, typed, stamp: kept, globalPrivacyControl };
  return page(app, taken.kind === 'mend' ? { ...view, issues: taken.issues } : { ...view, challenge: taken.challenge });
};

/** A page keeps the stamp that it was first given, so that mending a field does not look hasty. */
async function page(app: SignUpApp, view: Omit<FormView, 'stamp'> & { readonly stamp?: string }): Promise<Page> {
  const { stamps } = await app.secrets();
  const stamp = view.stamp ?? stamps.stamp(view.published.notice.noticeId, app.clock.now());
  return formPage({ ...view, stamp });
}

/** Looks again when a page shows another notice than the one remembered: another process may have shown it already. */
export async function serving(app: SignUpApp, formId: string, noticeId: string | undefined): Promise<ServingForm> {
  const remembered = await known(app, formId);
  return remembered.published.notice.noticeId === noticeId ? remembered : known(app, formId, true);
}

export async function known(app: SignUpApp, formId: string, afresh = false): Promise<ServingForm> {
  const found = await app.serving(formId, afresh);
  if (!found) throw notFound('form');
  return found;
}
