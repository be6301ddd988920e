import type { allowOrigin, FormContent, requestSubscription } from '#contract/sign-up.ts';
import type { FieldProblem } from '#contract/errors.ts';
import type { Run, ShapeInWords } from '#lambdas/platform/api.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import type { ShapeProblem } from '#lambdas/platform/request.ts';
import { reply } from '#lambdas/platform/reply.ts';
import { wordsIn } from '#lambdas/platform/words/catalogs.ts';
import type { FieldIssue } from './rules/wish-of.ts';
import { known, serving } from './serve-form.ts';
import type { SignUpApp } from './sign-up-app.ts';
import { takeSignUp } from './take-sign-up.ts';

/** From the client's own site. A browser's origin has to be one that the form names. */
export const accept: Run<typeof requestSubscription, SignUpApp> = async ({ params, body, visitor }, app) => {
  const { published, open } = await serving(app, params.formId, body.noticeId);
  if (!open) throw new DomainError('gone', 'this form is closed');
  const { content } = published.form;
  if (visitor.origin !== undefined && !content.origins.includes(visitor.origin))
    throw new DomainError(
      'forbidden',
      `this form does not take sign-ups from ${visitor.origin}; its owner can add it to origins`,
    );
  const { noticeId } = published.notice;
  if (body.noticeId !== noticeId)
    throw new DomainError('changed_meanwhile', 'the form was published anew: show its notice as it is now', {
      details: { noticeId },
    });
  const sent = {
    typed: typedOf(body),
    from: 'api',
    challenge: body.challenge,
    page: visitor.page ?? visitor.origin,
  } as const;
  const taken = await takeSignUp(app, published, sent, visitor);
  if (taken.kind === 'mend')
    throw new DomainError('invalid_fields', 'some fields are not as they should be', {
      fields: fieldProblems(content, taken.issues),
    });
  if (taken.kind === 'prove')
    throw new DomainError('proof_required', 'solve the challenge and send the sign-up again with it', {
      details: { challenge: taken.challenge },
    });
  return reply({ status: 'check_your_mail' as const });
};

export const preflight: Run<typeof allowOrigin, SignUpApp> = async ({ params }, app) => {
  await known(app, params.formId);
  return reply(undefined);
};

/** On every answer, problems too: a page's script could not read what is wrong otherwise. */
export async function corsHeaders(
  { params, origin }: { readonly params: Readonly<Record<string, string | undefined>>; readonly origin?: string },
  app: SignUpApp,
): Promise<Record<string, string>> {
  const found = origin === undefined ? undefined : await app.serving(params.formId ?? '');
  if (origin === undefined || !found?.published.form.content.origins.includes(origin)) return { vary: 'origin' };
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    'access-control-max-age': '600',
    vary: 'origin',
  };
}

type Body = Parameters<typeof accept>[0]['body'];

/** As a form post has it; a field of the client's own can never pose as one of the form itself. */
function typedOf(body: Body) {
  const own = Object.entries(body.fields).map(
    ([key, value]) => [paths.has(key) ? `fields.${key}` : key, value] as const,
  );
  const { email, firstName, lastName, ofAge, purposes } = body;
  return {
    ...Object.fromEntries(own),
    ...purposes,
    email,
    age: ofAge,
    ...(firstName === undefined ? {} : { first_name: firstName }),
    ...(lastName === undefined ? {} : { last_name: lastName }),
  };
}

/** Where the fields of a form post stand in the JSON. */
const paths = new Map([
  ['email', 'email'],
  ['first_name', 'firstName'],
  ['last_name', 'lastName'],
  ['age', 'ofAge'],
  ['marketing_email', 'purposes.marketing_email'],
  ['open_tracking', 'purposes.open_tracking'],
  ['click_tracking', 'purposes.click_tracking'],
  ['website', 'fields.website'],
]);

function fieldProblems({ language }: FormContent, issues: Readonly<Record<string, FieldIssue>>): FieldProblem[] {
  const words = wordsIn(language).issues;
  return Object.entries(issues).map(([key, issue]) => ({
    path: paths.get(key) ?? `fields.${key.replace(/^fields\./, '')}`,
    message: words[issue],
  }));
}

/** Before the form is asked what it thinks of it: the same sentences, for what is missing or of another kind. */
export const shapeInWords: ShapeInWords<SignUpApp> = async ({ params }, problems, app) => {
  const found = await app.serving(params.formId ?? '');
  if (!found) throw notFound('form');
  const words = wordsIn(found.published.form.content.language).issues;
  return problems.map((problem) => ({ path: problem.path, message: words[issueOf(problem)] }));
};

function issueOf({ path, kind }: ShapeProblem): FieldIssue {
  // Nothing but the person's own yes puts them on the list.
  if (path === 'purposes.marketing_email' || (path === 'purposes' && kind === 'missing')) return 'box_needed';
  const ofAddress = path === 'email';
  if (kind === 'missing') return ofAddress ? 'missing' : 'required';
  if (kind === 'too_long') return ofAddress ? 'too_long' : 'too_long_text';
  return kind;
}
