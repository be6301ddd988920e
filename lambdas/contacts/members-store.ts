import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { written } from '#lambdas/platform/db.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { directoryTable, expiryShardOf, memberKey, memberPartition } from '#lambdas/platform/keys/directory.ts';
import { member } from './rules/member-of.ts';
import type { Member } from './rules/member-of.ts';

interface PageOf {
  readonly after?: string;
  readonly limit?: number;
  /** Only these; the others are read and left out. */
  readonly status?: Member['status'];
}

const lastKey = z.object({ sk: z.string() }).optional();

const expiredMember = z.object({ addressKey: z.string(), listId: z.string() });
type ExpiredMember = z.output<typeof expiredMember>;

/** Who is on a list, in the Directory: a projection of the standings, spread over partitions. */
export const membersStore = (db: Db, TableName = tableName(directoryTable)) => ({
  /** @returns false when as new a state, or a newer one, is there */
  keep(kept: Member): Promise<boolean> {
    return written(
      db.send(
        new PutCommand({
          TableName,
          Item: {
            ...memberKey(kept.listId, kept.contactId),
            ...kept,
            ...(kept.basisExpiresAt === undefined ? {} : { expiryShard: expiryShardOf(kept.contactId) }),
          },
          ConditionExpression: 'attribute_not_exists(pk) OR seq < :seq',
          ExpressionAttributeValues: { ':seq': kept.seq },
        }),
      ),
    );
  },

  /**
   * A page of a partition, in the order of contact ids: 1 MB of the index, or `limit` members.
   * @param after where the page before ended. @returns `last`, to go on from, while there is more
   */
  async page(
    listId: string,
    partition: number,
    { after, limit, status }: PageOf = {},
  ): Promise<{ members: Member[]; last?: string }> {
    const pk = memberPartition(listId, partition);
    const { Items = [], LastEvaluatedKey } = await db.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        FilterExpression: status && '#status = :status',
        ExpressionAttributeNames: status && { '#status': 'status' },
        ExpressionAttributeValues: { ':pk': pk, ...(status ? { ':status': status } : {}) },
        ExclusiveStartKey: after === undefined ? undefined : { pk, sk: after },
        Limit: limit,
      }),
    );
    return { members: Items.map((item) => member.parse(item)), last: lastKey.parse(LastEvaluatedKey)?.sk };
  },

  /** Whose basis has run out by then, the longest ago first. What is told of leaves the index, a moment later. */
  async expired(shard: string, by: string, limit: number): Promise<ExpiredMember[]> {
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName,
        IndexName: 'expiringMembers',
        KeyConditionExpression: 'expiryShard = :shard AND basisExpiresAt <= :by',
        ExpressionAttributeValues: { ':shard': shard, ':by': by },
        Limit: limit,
      }),
    );
    return Items.map((item) => expiredMember.parse(item));
  },
});

export type MembersStore = ReturnType<typeof membersStore>;
