import type { Client } from '#contract/clients.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { clientsStore } from './store.ts';

/** All clients, whatever their status: hundreds, not millions. */
export async function everyClient(db: Db): Promise<Client[]> {
  const store = clientsStore(db);
  const all: Client[] = [];
  let pageToken: string | undefined;
  do {
    const page = await store.all({ limit: 100, pageToken });
    all.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return all;
}
