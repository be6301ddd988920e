import { GetCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { endpoint } from '#contract/forwarding.ts';
import { instant } from '#contract/common.ts';
import { auditPut } from '#lambdas/platform/audit.ts';
import type { Audited } from '#lambdas/platform/audit.ts';
import { transact } from '#lambdas/platform/db.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { clientKey, directoryTable, endpointKey, kindPrefix } from '#lambdas/platform/keys/directory.ts';
import { listing } from '#lambdas/platform/listing.ts';
import type { Listing, Paging } from '#lambdas/platform/listing.ts';

/** An endpoint as it is kept: with what its signing secrets are made of, never with one. */
export const keptEndpoint = z.object({
  v: z.literal(1),
  ...endpoint().shape,
  secretVersion: z.int().min(1),
  /** Until then the version before signs too. */
  previousSecretUntil: instant.optional(),
  /** Counts changes, so that two people do not undo each other's. */
  revision: z.int(),
});
export type KeptEndpoint = z.output<typeof keptEndpoint>;

/** Endpoints of a client, in the Directory. Each change stands beside its audit event. */
export const endpointsStore = (db: Db, TableName = tableName(directoryTable)) => ({
  async find(clientId: string, endpointId: string): Promise<KeptEndpoint | undefined> {
    const Key = endpointKey(clientId, endpointId);
    // Consistent: an endpoint that was disabled a moment ago gets nothing any more.
    const { Item } = await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item === undefined ? undefined : keptEndpoint.parse(Item);
  },

  page: (clientId: string, paging: Paging): Promise<Listing<KeptEndpoint>> =>
    listing(db, {
      ...paging,
      TableName,
      pk: clientKey(clientId).pk,
      prefix: kindPrefix('ENDPOINT'),
      read: (item) => keptEndpoint.parse(item),
    }),

  /** All of a client's: `endpointsPerClient` at most, so one page. */
  async all(clientId: string): Promise<KeptEndpoint[]> {
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': clientKey(clientId).pk, ':prefix': kindPrefix('ENDPOINT') },
        ConsistentRead: true,
      }),
    );
    return Items.map((item) => keptEndpoint.parse(item));
  },

  async add(added: KeptEndpoint, audit: Audited): Promise<void> {
    const Item = { ...endpointKey(added.clientId, added.endpointId), ...added };
    await db.send(
      new TransactWriteCommand({
        TransactItems: [{ Put: { TableName, Item, ConditionExpression: fresh } }, auditPut(audit, TableName)],
      }),
    );
  },

  /** @returns false when the endpoint changed since `from` was read */
  async change(from: KeptEndpoint, to: KeptEndpoint, audit: Audited): Promise<boolean> {
    const Item = { ...endpointKey(to.clientId, to.endpointId), ...to, revision: from.revision + 1 };
    const refused = await transact(db, [
      {
        Put: {
          TableName,
          Item,
          ConditionExpression: 'revision = :was',
          ExpressionAttributeValues: { ':was': from.revision },
        },
      },
      auditPut(audit, TableName),
    ]);
    return refused === undefined;
  },
});

export type EndpointsStore = ReturnType<typeof endpointsStore>;

const fresh = 'attribute_not_exists(pk)';
