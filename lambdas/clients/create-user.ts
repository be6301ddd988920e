import type { createUser, User } from '#contract/clients.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ClientsApp } from './app.ts';

/** The password is made here, shown once, and must be changed at the first sign-in. */
export const run: Run<typeof createUser, ClientsApp> = async ({ params, body, caller }, app) => {
  if (!(await app.store.find(params.clientId))) throw notFound('client');
  const at = app.clock.now();
  const added: User = { ...body, clientId: params.clientId, role: 'client', createdAt: at };
  const audit = { clientId: params.clientId, actor: caller().userName, action: 'user.created', subject: body.userName };
  // The name is taken in the Directory first: whoever made that item alone may make the log-in.
  if (!(await app.store.addUser(added, audit, { at, id: app.ids.next() }))) throw taken(body.userName);
  const temporaryPassword = await app.signIns.create(body.userName, 'client');
  if (temporaryPassword === undefined) throw taken(body.userName);
  return reply({ ...added, temporaryPassword });
};

const taken = (userName: string): DomainError =>
  new DomainError('already_exists', `the user name ${userName} is taken; user names are unique over all clients`);
