import type { Client } from '#contract/clients.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { clientsStore } from './store.ts';

/** Who a client is, for who has to write to it. */
export const clientOf =
  (db: Db) =>
  (clientId: string): Promise<Client | undefined> =>
    clientsStore(db).find(clientId);
