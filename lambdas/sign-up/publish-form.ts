import type { Form, publishForm } from '#contract/sign-up.ts';
import { notice } from '#contract/consent.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { sha256OfJson } from '#lambdas/platform/canonical-json.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { FormsApp } from './forms-app.ts';
import { changedMeanwhile, known } from './manage-forms.ts';
import { noticeOf } from './rules/notice-of.ts';

/** What people are shown from now on is kept for good, with its hash, before the first of them sees it. */
export const run: Run<typeof publishForm, FormsApp> = async ({ params, caller }, app) => {
  const from = await known(app, params.clientId, params.formId);
  const client = await app.store.client(params.clientId);
  const list = await app.store.list(params.clientId, from.content.listId);
  if (!client || !list) throw notFound('form');
  if (client.status !== 'approved')
    throw new DomainError('wrong_state', 'forms are published once the client is approved');
  const at = app.clock.now();
  const noticeId = app.ids.next();
  const next = { ...from, version: from.version + 1 };
  const publication = {
    noticeId,
    at,
    region: app.region(),
    listTitle: list.title,
    unsubscribeAddress: app.unsubscribeAddress(),
  };
  const kept = notice().parse(noticeOf(next, client, publication));
  const noticeSha256 = sha256OfJson(kept);
  const to: Form = { ...next, status: 'published', noticeId, noticeSha256, updatedAt: at, publishedAt: at };
  const published = { v: 1 as const, form: to, listTitle: list.title, notice: kept, noticeSha256 };
  const audit = audited(app, caller(), params.clientId, 'form.published', params.formId);
  if (!(await app.store.publish(from, to, published, kept, audit))) throw changedMeanwhile();
  return reply(to);
};
