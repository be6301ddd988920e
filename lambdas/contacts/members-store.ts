import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { conditionFailed } from '#lambdas/platform/db.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { directoryTable, memberKey, memberPartition } from '#lambdas/platform/keys/directory.ts';
import { member } from './rules/member-of.ts';
import type { Member } from './rules/member-of.ts';

/** Who is on a list, in the Directory: a projection of the standings, spread over partitions. */
export const membersStore = (db: Db, TableName = tableName(directoryTable)) => ({
  /** @returns false when as new a state, or a newer one, is there */
  async keep(kept: Member): Promise<boolean> {
    try {
      await db.send(
        new PutCommand({
          TableName,
          Item: { ...memberKey(kept.listId, kept.contactId), ...kept },
          ConditionExpression: 'attribute_not_exists(pk) OR seq < :seq',
          ExpressionAttributeValues: { ':seq': kept.seq },
        }),
      );
      return true;
    } catch (error) {
      if (conditionFailed(error)) return false;
      throw error;
    }
  },

  /** Up to `limit` of a partition, in the order of their ids. @param after the last one of the page before */
  async page(
    listId: string,
    partition: number,
    { after, limit }: { after?: string; limit: number },
  ): Promise<{ members: Member[]; last?: string }> {
    const pk = memberPartition(listId, partition);
    const { Items = [], LastEvaluatedKey } = await db.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ExclusiveStartKey: after === undefined ? undefined : { pk, sk: after },
        Limit: limit,
      }),
    );
    const members = Items.map((item) => member.parse(item));
    return { members, last: LastEvaluatedKey === undefined ? undefined : members.at(-1)?.contactId };
  },
});

export type MembersStore = ReturnType<typeof membersStore>;
