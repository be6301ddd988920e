import type { approveClient, Client, suspendClient } from '#contract/clients.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ClientsApp } from './app.ts';

/** The tenant first: an approved client without one could not send a single mail. */
export const approve: Run<typeof approveClient, ClientsApp> = async ({ params, body, caller }, app) => {
  const found = await known(app, params.clientId);
  if (found.status === 'approved') throw new DomainError('wrong_state', 'this client is approved already');
  await app.tenants.create(found.clientId);
  if (found.status === 'suspended') await app.tenants.allow(found.clientId);
  return reply(
    await change(app, found, { status: 'approved', approvedAt: app.clock.now() }, caller().userName, body.reason),
  );
};

/**
 * Its forms read the status at most half a minute late, and close. Unsubscribing never asks for it (CS-06). Then SES is told, which may be
 * out of reach: said again, it is told again.
 */
export const suspend: Run<typeof suspendClient, ClientsApp> = async ({ params, body, caller }, app) => {
  const found = await known(app, params.clientId);
  if (found.status === 'suspended') {
    await app.tenants.stop(found.clientId);
    throw new DomainError('wrong_state', 'this client is suspended already');
  }
  const by = { status: 'suspended', suspendedAt: app.clock.now() } as const;
  const suspended = await change(app, found, by, caller().userName, body.reason);
  await app.tenants.stop(found.clientId);
  return reply(suspended);
};

async function known(app: ClientsApp, clientId: string): Promise<Client> {
  const found = await app.store.find(clientId);
  if (!found) throw notFound('client');
  return found;
}

async function change(
  app: ClientsApp,
  from: Client,
  by: Partial<Client>,
  actor: string,
  reason: string,
): Promise<Client> {
  const to = { ...from, ...by };
  const audit = audited(app, { userName: actor, reason }, from.clientId, `client.${to.status}`, from.clientId);
  if (!(await app.store.change(from, to, audit)))
    throw new DomainError('changed_meanwhile', 'somebody else changed this client just now; look at it again');
  return to;
}
