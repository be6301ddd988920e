import type {
  changeForm,
  closeForm,
  createForm,
  createList,
  Form,
  getForm,
  listForms,
  listLists,
} from '#contract/sign-up.ts';
import type { FormContent } from '#contract/sign-up.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { FormsApp } from './forms-app.ts';
import { formProblems } from './rules/form-problems.ts';

export const addList: Run<typeof createList, FormsApp> = async ({ params, body, caller }, app) => {
  if (!(await app.store.client(params.clientId))) throw notFound('client');
  const added = { ...body, clientId: params.clientId, listId: app.ids.next(), createdAt: app.clock.now() };
  await app.store.addList(added, audited(app, caller(), params.clientId, 'list.created', added.listId));
  return reply(added);
};

export const lists: Run<typeof listLists, FormsApp> = async ({ params, query }, app) =>
  reply(await app.store.lists(params.clientId, query));

export const draft: Run<typeof createForm, FormsApp> = async ({ params: { clientId }, body, caller }, app) => {
  await judge(app, clientId, body);
  const formId = app.ids.next();
  const at = app.clock.now();
  const url = `${app.publicUrl()}/s/${formId}`;
  const added: Form = {
    formId,
    clientId,
    status: 'draft',
    content: body,
    version: 0,
    url,
    createdAt: at,
    updatedAt: at,
  };
  await app.store.addForm(added, audited(app, caller(), clientId, 'form.created', formId));
  return reply(added);
};

export const forms: Run<typeof listForms, FormsApp> = async ({ params, query }, app) =>
  reply(await app.store.forms(params.clientId, query));

export const one: Run<typeof getForm, FormsApp> = async ({ params }, app) =>
  reply(await known(app, params.clientId, params.formId));

export const change: Run<typeof changeForm, FormsApp> = async ({ params, body, caller }, app) => {
  const from = await known(app, params.clientId, params.formId);
  await judge(app, params.clientId, body);
  if (body.listId !== from.content.listId && from.version > 0)
    throw new DomainError(
      'wrong_state',
      'a form that was published stays with its list; make another form for another list',
    );
  const to: Form = { ...from, content: body, updatedAt: app.clock.now() };
  const audit = audited(app, caller(), params.clientId, 'form.changed', params.formId);
  if (!(await app.store.changeForm(from, to, audit))) throw changedMeanwhile();
  return reply(to);
};

export const close: Run<typeof closeForm, FormsApp> = async ({ params, caller }, app) => {
  const from = await known(app, params.clientId, params.formId);
  const published = await app.store.published(params.formId);
  if (from.status !== 'published' || !published)
    throw new DomainError('wrong_state', 'only a published form can be closed');
  const to: Form = { ...from, status: 'closed', updatedAt: app.clock.now() };
  const page = { ...published, form: { ...published.form, status: 'closed' as const } };
  const audit = audited(app, caller(), params.clientId, 'form.closed', params.formId);
  if (!(await app.store.close(from, to, page, audit))) throw changedMeanwhile();
  return reply(to);
};

export async function known(app: FormsApp, clientId: string, formId: string): Promise<Form> {
  const found = await app.store.form(clientId, formId);
  if (!found) throw notFound('form');
  return found;
}

export const changedMeanwhile = (): DomainError =>
  new DomainError('changed_meanwhile', 'somebody else changed this form just now; look at it again');

async function judge(app: FormsApp, clientId: string, content: FormContent): Promise<void> {
  const client = await app.store.client(clientId);
  if (!client) throw notFound('client');
  const fields = formProblems(content, client.website);
  if (!(await app.store.list(clientId, content.listId)))
    fields.push({ path: 'listId', message: 'is not a list of this client' });
  if (fields.length > 0) throw new DomainError('invalid_fields', 'some fields are not as they should be', { fields });
}
