import type { removeUser } from '#contract/clients.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ClientsApp } from './app.ts';

/** The Directory first: what it does not know is let in nowhere, whatever token it holds (SC-10). */
export const run: Run<typeof removeUser, ClientsApp> = async ({ params, body, caller }, app) => {
  const { clientId, userName } = params;
  const found = await app.store.userOf(clientId, userName);
  if (!found) throw notFound('user');
  const audit = audited(app, { ...caller(), reason: body.reason }, clientId, 'user.removed', userName);
  const removed = await app.store.markUser(clientId, userName, 'removedAt', audit);
  // Also when it was removed already: the log-in may have been left open by a call that failed halfway.
  await app.signIns.disable(userName);
  return reply({ ...found, removedAt: removed ? audit.stamp.at : (found.removedAt ?? audit.stamp.at) });
};
