import {
  approveClient,
  changeClient,
  createClient,
  createUser,
  listClients,
  removeUser,
  resetUser,
  suspendClient,
} from '#contract/clients.ts';
import { api, on } from '#lambdas/platform/api.ts';

import { clientsApp } from './app.ts';
import { run as runChangeClient } from './change-client.ts';
import { approve, suspend } from './change-status.ts';
import { run as runCreateClient } from './create-client.ts';
import { run as runCreateUser } from './create-user.ts';
import { all } from './look-up.ts';
import { run as runRemoveUser } from './remove-user.ts';
import { run as runResetUser } from './reset-user.ts';

export const handler = api(
  [
    on(createClient, runCreateClient),
    on(listClients, all),
    on(approveClient, approve),
    on(suspendClient, suspend),
    on(changeClient, runChangeClient),
    on(createUser, runCreateUser),
    on(resetUser, runResetUser),
    on(removeUser, runRemoveUser),
  ],
  clientsApp,
);
