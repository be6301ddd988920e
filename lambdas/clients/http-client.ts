import { getClient, listAuditEvents, listUsers, whoAmI } from '#contract/clients.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { clientsApp } from './app.ts';
import { auditEventsOf, one, ownUser, usersOf } from './look-up.ts';

export const handler = api(
  [on(getClient, one), on(listUsers, usersOf), on(listAuditEvents, auditEventsOf), on(whoAmI, ownUser)],
  clientsApp,
);
