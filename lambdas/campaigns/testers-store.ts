import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { user } from '#contract/clients.ts';
import type { User } from '#contract/clients.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { clientUserKey, directoryTable } from '#lambdas/platform/keys/directory.ts';

const stored = z.object({ v: z.literal(1) }).loose();

/** Who may get a test mail: the client's own users, by name. */
export const testersStore = (db: Db, TableName = tableName(directoryTable)) => ({
  async find(clientId: string, userName: string): Promise<User | undefined> {
    const { Item } = await db.send(new GetCommand({ TableName, Key: clientUserKey(clientId, userName) }));
    return Item === undefined ? undefined : user().strip().parse(stored.parse(Item));
  },
});

export type TestersStore = ReturnType<typeof testersStore>;
