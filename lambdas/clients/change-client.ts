import type { changeClient } from '#contract/clients.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ClientsApp } from './app.ts';

/** What a client asks to have corrected: its telephone number, its address, whether two people approve, how often it writes to one person. */
export const run: Run<typeof changeClient, ClientsApp> = async ({ params, body, caller }, app) => {
  const { reason, ...changes } = body;
  const { clientId } = params;
  const found = await app.store.find(clientId);
  if (!found) throw notFound('client');
  if (Object.keys(changes).length === 0)
    throw new DomainError('invalid_fields', 'nothing of the profile is named: say what should change');
  const audit = audited(app, { ...caller(), reason }, clientId, 'client.changed', clientId);
  if (!(await app.store.changeProfile(clientId, changes, audit))) throw notFound('client');
  return reply({ ...found, ...changes });
};
