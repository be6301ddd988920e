import type { resetUser } from '#contract/clients.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ClientsApp } from './app.ts';

/** Written down first, then done: who asks again, because the answer was lost, gets another password. */
export const run: Run<typeof resetUser, ClientsApp> = async ({ params, body, caller }, app) => {
  const { clientId, userName } = params;
  const found = await app.store.userOf(clientId, userName);
  if (!found) throw notFound('user');
  const audit = audited(app, { ...caller(), reason: body.reason }, clientId, 'user.reset', userName);
  if (!(await app.store.markUser(clientId, userName, 'resetAt', audit)))
    throw new DomainError('wrong_state', 'this user was removed: make another, under another name');
  const temporaryPassword = await app.signIns.reset(userName, found.role);
  return reply({ ...found, resetAt: audit.stamp.at, temporaryPassword });
};
