import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { shape } from '#contract/shape.ts';
import { tableName } from './environment.ts';
import { userKey, directoryTable } from './keys/directory.ts';
import type { Db } from './db.ts';

const userItem = shape(() =>
  z.object({
    v: z.literal(1),
    role: z.enum(['operator', 'client']),
    clientId: z.string().optional(),
    removedAt: z.string().optional(),
  }),
);

/** Who may do what, as it stands now: who was removed is not known any more, though the item stays. */
export const knownUsers = (db: Db) => ({
  async find(userName: string) {
    const { Item } = await db.send(new GetCommand({ TableName: tableName(directoryTable), Key: userKey(userName) }));
    const user = Item === undefined ? undefined : userItem().parse(Item);
    return user?.removedAt === undefined ? user : undefined;
  },
});
