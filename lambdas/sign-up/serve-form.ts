import type { requestSubscription, showForm, submitForm, allowOrigin } from '#contract/sign-up.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import { wordsIn } from '#lambdas/platform/words/catalogs.ts';
import { formPage } from './pages/form-page.tsx';
import { checkMailPage, closedPage } from './pages/sign-up-pages.tsx';
import { requestSubscription as request } from './request-subscription.ts';
import { wishOf } from './rules/wish-of.ts';
import type { ServingForm, SignUpApp } from './sign-up-app.ts';

export const show: Run<typeof showForm, SignUpApp> = async ({ params, visitor }, app) => {
  const { published, open } = await known(app, params.formId);
  if (!open) return closedPage(published);
  return formPage({ published, globalPrivacyControl: visitor.globalPrivacyControl });
};

export const submit: Run<typeof submitForm, SignUpApp> = async ({ params, body, visitor }, app) => {
  const { published, open } = await known(app, params.formId);
  if (!open) return closedPage(published);
  // Nobody sees this field: what fills it is a machine, and gets the answer that everybody gets.
  if (body.website) return checkMailPage(published);
  const judged = wishOf(published.form.content, body);
  if (!judged.ok)
    return formPage({
      published,
      typed: body,
      issues: judged.issues,
      globalPrivacyControl: visitor.globalPrivacyControl,
    });
  await request(app, published, { ...judged, channel: 'form' }, visitor);
  return checkMailPage(published);
};

/** From the client's own site. A browser's origin has to be one that the form names. */
export const accept: Run<typeof requestSubscription, SignUpApp> = async ({ params, body, visitor }, app) => {
  const { published, open } = await known(app, params.formId);
  if (!open) throw new DomainError('gone', 'this form is closed');
  const { content } = published.form;
  if (visitor.origin !== undefined && !content.origins.includes(visitor.origin))
    throw new DomainError(
      'forbidden',
      `this form does not take sign-ups from ${visitor.origin}; its owner can add it to origins`,
    );
  const typed = {
    ...body.fields,
    email: body.email,
    first_name: body.firstName,
    last_name: body.lastName,
    age: body.ofAge,
    ...body.purposes,
  };
  const judged = wishOf(content, withoutAbsent(typed));
  if (!judged.ok) {
    const words = wordsIn(content.language).issues;
    const fields = Object.entries(judged.issues).map(([path, issue]) => ({ path, message: words[issue] }));
    throw new DomainError('invalid_fields', 'some fields are not as they should be', { fields });
  }
  await request(app, published, { ...judged, channel: 'api' }, visitor);
  return reply({ status: 'check_your_mail' as const }, corsOf(visitor.origin));
};

export const preflight: Run<typeof allowOrigin, SignUpApp> = async ({ params, visitor }, app) => {
  const { published } = await known(app, params.formId);
  const allowed = visitor.origin !== undefined && published.form.content.origins.includes(visitor.origin);
  return reply(undefined, allowed ? corsOf(visitor.origin) : {});
};

async function known(app: SignUpApp, formId: string): Promise<ServingForm> {
  const serving = await app.serving(formId);
  if (!serving) throw notFound('form');
  return serving;
}

const corsOf = (origin: string | undefined): Record<string, string> =>
  origin === undefined
    ? {}
    : {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type',
        'access-control-max-age': '600',
        vary: 'origin',
      };

const withoutAbsent = <T>(record: Record<string, T | undefined>): Record<string, T> => {
  const present: Record<string, T> = {};
  for (const [key, value] of Object.entries(record)) if (value !== undefined) present[key] = value;
  return present;
};
