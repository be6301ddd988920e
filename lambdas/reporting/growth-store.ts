import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { growthCounts } from '#contract/growth.ts';
import type { GrowthCounts } from '#contract/growth.ts';
import { day, epochSeconds, later } from '#lambdas/platform/clock.ts';
import { transact } from '#lambdas/platform/db.ts';
import type { Db, TransactItem } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { getMany } from '#lambdas/platform/get-many.ts';
import { deliveryTable, growthKey, growthOfList, grownKey } from '#lambdas/platform/keys/delivery.ts';

/** Of one contact: up to which event it was counted, and up to which it is now. */
export interface Advance {
  readonly contactId: string;
  readonly from: number;
  readonly to: number;
}

/** One transaction: how far some contacts were counted, and the counters, which cannot be one without the other. */
export interface GrowthFold {
  readonly advances: readonly Advance[];
  /** By list and day, as `growthAt` writes it. */
  readonly counters: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly now: string;
}

/** Days are kept for two years, and how far a contact was counted as long: an event of before is counted no more. */
export const growthKeptForMs = 750 * day;

export const growthAt = (listId: string, of: string): string => `${listId} ${of}`;

const grownItem = z.object({ contactId: z.string(), seq: z.int() });
const dayItem = z.object({ sk: z.string() });

export const growthStore = (db: Db, TableName = tableName(deliveryTable)) => ({
  /** Up to which of their events contacts were counted; who never was is not there. */
  async grown(contactIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const found = new Map<string, number>();
    for await (const item of getMany(db, TableName, contactIds.map(grownKey))) {
      const { contactId, seq } = grownItem.parse(item);
      found.set(contactId, seq);
    }
    return found;
  },

  /** @returns false when another worker counted events of one of these contacts meanwhile: nothing was written */
  async fold({ advances, counters, now }: GrowthFold): Promise<boolean> {
    const expiresAt = epochSeconds(later(now, growthKeptForMs));
    const refused = await transact(db, [
      ...advances.map(({ contactId, from, to }): TransactItem => ({
        Put: {
          TableName,
          Item: { ...grownKey(contactId), v: 1, contactId, seq: to, expiresAt },
          ConditionExpression: from === 0 ? 'attribute_not_exists(pk)' : 'seq = :from',
          ...(from === 0 ? {} : { ExpressionAttributeValues: { ':from': from } }),
        },
      })),
      ...[...counters].map(([at, amounts]) => addition(TableName, at, amounts, expiresAt)),
    ]);
    return refused === undefined;
  },

  /** One query. @param from `2026-11-01`, @param to the last day, with it */
  async days(listId: string, from: string, to: string): Promise<{ day: string; counts: GrowthCounts }[]> {
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':pk': growthOfList(listId), ':from': from, ':to': to },
      }),
    );
    return Items.map((item) => ({ day: dayItem.parse(item).sk, counts: growthCounts.parse(item) }));
  },
});
export type GrowthStore = ReturnType<typeof growthStore>;

/** Without a condition of its own: those of the contacts hold for it. */
function addition(
  TableName: string,
  at: string,
  amounts: ReadonlyMap<string, number>,
  expiresAt: number,
): TransactItem {
  const [listId = '', of = ''] = at.split(' ');
  const all = [...amounts];
  return {
    Update: {
      TableName,
      Key: growthKey(listId, of),
      UpdateExpression: `SET v = :v, expiresAt = :expiresAt ADD ${all.map((_, place) => `#n${place} :n${place}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(all.map(([name], place) => [`#n${place}`, name])),
      ExpressionAttributeValues: {
        ':v': 1,
        ':expiresAt': expiresAt,
        ...Object.fromEntries(all.map(([, amount], place) => [`:n${place}`, amount])),
      },
    },
  };
}
