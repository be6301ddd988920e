import type { changeClient } from '#contract/clients.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ClientsApp } from './app.ts';

/** What a client asks to have corrected: its telephone number, its address, whether two people approve. */
export const run: Run<typeof changeClient, ClientsApp> = async ({ params, body, caller }, app) => {
  const { reason, ...changes } = body;
  const { clientId } = params;
  const found = await app.store.find(clientId);
  if (!found) throw notFound('client');
  if (Object.keys(changes).length === 0)
    throw new DomainError('invalid_fields', 'nothing of the profile is named: say what should change');
  const audit = { clientId, actor: caller().userName, action: 'client.changed', subject: clientId, reason };
  const stamp = { at: app.clock.now(), id: app.ids.next() };
  if (!(await app.store.changeProfile(clientId, changes, audit, stamp))) throw notFound('client');
  return reply({ ...found, ...changes });
};
