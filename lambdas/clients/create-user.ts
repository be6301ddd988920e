import type { createUser, User } from '#contract/clients.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ClientsApp } from './app.ts';

/** The password is made here, shown once, and must be changed at the first sign-in. */
export const run: Run<typeof createUser, ClientsApp> = async ({ params, body, caller }, app) => {
  if (!(await app.store.find(params.clientId))) throw notFound('client');
  const added: User = { ...body, clientId: params.clientId, role: 'client', createdAt: app.clock.now() };
  const audit = audited(app, caller(), params.clientId, 'user.created', body.userName);
  // The name is taken in the Directory first: whoever made that item alone may make the log-in.
  if (!(await app.store.addUser(added, audit))) throw taken(body.userName);
  const temporaryPassword = await app.signIns.create(body.userName, 'client');
  if (temporaryPassword === undefined) throw taken(body.userName);
  return reply({ ...added, temporaryPassword });
};

const taken = (userName: string): DomainError =>
  new DomainError('already_exists', `the user name ${userName} is taken; user names are unique over all clients`);
