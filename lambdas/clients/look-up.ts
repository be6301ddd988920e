import type { getClient, listAuditEvents, listClients, listUsers, whoAmI } from '#contract/clients.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ClientsApp } from './app.ts';

export const all: Run<typeof listClients, ClientsApp> = async ({ query }, app) => reply(await app.store.all(query));

export const one: Run<typeof getClient, ClientsApp> = async ({ params }, app) => {
  const found = await app.store.find(params.clientId);
  if (!found) throw notFound('client');
  return reply(found);
};

export const usersOf: Run<typeof listUsers, ClientsApp> = async ({ params, query }, app) =>
  reply(await app.store.usersOf(params.clientId, query));

export const auditEventsOf: Run<typeof listAuditEvents, ClientsApp> = async ({ params, query }, app) => {
  const found = await app.store.find(params.clientId);
  if (!found) throw notFound('client');
  return reply(await app.store.auditEvents(found, app.clock.now(), query));
};

export const ownUser: Run<typeof whoAmI, ClientsApp> = async ({ caller }, app) => {
  const found = await app.store.findUser(caller().userName);
  if (!found) throw notFound('user');
  return reply(found);
};
