import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { day, epochSeconds, later } from '#lambdas/platform/clock.ts';
import { written } from '#lambdas/platform/db.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { deliveryTable, findingKey, findingsPartition } from '#lambdas/platform/keys/delivery.ts';
import type { Finding } from './rules/finding-of.ts';

const kept = z.object({
  clientId: z.union([z.string(), z.undefined()]),
  about: z.string(),
  open: z.boolean(),
  stops: z.boolean(),
  says: z.string(),
  at: z.string(),
});

/** As long as messages (platform/message-log.ts). */
const keptForMs = 390 * day;

export const findingsStore = (db: Db, TableName = tableName(deliveryTable)) => ({
  /** The last word on each thing: a handful. */
  async all(): Promise<Finding[]> {
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': findingsPartition },
        ConsistentRead: true,
      }),
    );
    return Items.map((item) => kept.parse({ clientId: undefined, ...item }));
  },

  /** @returns false when something newer is known of it */
  keep: ({ clientId, ...finding }: Finding): Promise<boolean> =>
    written(
      db.send(
        new PutCommand({
          TableName,
          Item: {
            ...findingKey(clientId, finding.about),
            v: 1,
            ...(clientId === undefined ? {} : { clientId }),
            ...finding,
            expiresAt: epochSeconds(later(finding.at, keptForMs)),
          },
          ConditionExpression: 'attribute_not_exists(pk) OR #at < :at',
          ExpressionAttributeNames: { '#at': 'at' },
          ExpressionAttributeValues: { ':at': finding.at },
        }),
      ),
    ),
});
export type FindingsStore = ReturnType<typeof findingsStore>;
