import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { day, epochSeconds, later } from '#lambdas/platform/clock.ts';
import { written } from '#lambdas/platform/db.ts';
import type { Db, TransactItem } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import {
  deliveryTable,
  fiveMinutesOf,
  ratesKey,
  ratesPartition,
  strikeKey,
  strikesPartition,
} from '#lambdas/platform/keys/delivery.ts';
import { sumOf } from './rules/rates.ts';
import type { RateSums } from './rules/rates.ts';

const count = z.int().default(0);
const bucket = z
  .object({ delivered: count, complaints: count, hardBounces: count, rejects: count })
  .catchall(z.unknown())
  .transform((item): RateSums => {
    const { delivered, complaints, hardBounces, rejects, ...rest } = item;
    const causes = Object.entries(rest).flatMap(([name, value]) =>
      name.startsWith(causePrefix) && typeof value === 'number'
        ? [[name.slice(causePrefix.length), value] as const]
        : [],
    );
    return { delivered, complaints, hardBounces, rejects, causes: Object.fromEntries(causes) };
  });
const causePrefix = 'cause_';

/** Longer than the window that is looked at, and than a strike counts. */
const keptForMs = 8 * day;
/** Two strikes within this suspend the client. */
export const strikesCountFor = 7 * day;

export interface Strike {
  readonly clientId: string;
  readonly campaignId: string;
  /** Since when its rates were counted: one strike for each time. */
  readonly since: string;
  readonly at: string;
  /** Whether it was stopped for what came of itself: that counts towards suspending the client. */
  readonly counts: boolean;
}

export const ratesStore = (db: Db, TableName = tableName(deliveryTable)) => {
  /** A handful: they go after a week. */
  const strikesOf = async (clientId: string) => {
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': strikesPartition(clientId) },
        ConsistentRead: true,
      }),
    );
    return Items.map((item) => strike.parse(item)).filter(({ counts }) => counts);
  };
  return {
    /** @param since of this time and later; a part of five minutes that began before is left out */
    async sums(scope: string, since: string): Promise<RateSums> {
      const { Items = [] } = await db.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND sk >= :since',
          ExpressionAttributeValues: { ':pk': ratesPartition(scope), ':since': firstAfter(since) },
          ConsistentRead: true,
        }),
      );
      return sumOf(Items.map((item) => bucket.parse(item)));
    },

    /** @returns false when this very strike is written down already: it was told of, too */
    strike: ({ clientId, campaignId, since, at, counts }: Strike): Promise<boolean> =>
      written(
        db.send(
          new PutCommand({
            TableName,
            Item: {
              ...strikeKey(clientId, campaignId, since),
              v: 1,
              at,
              counts,
              expiresAt: epochSeconds(later(at, keptForMs)),
            },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      ),

    /** When this client was last stopped for what came of a campaign of its own. */
    async lastStrike(clientId: string): Promise<string | undefined> {
      return (await strikesOf(clientId))
        .map(({ at }) => at)
        .toSorted()
        .at(-1);
    },

    async strikesSince(clientId: string, since: string): Promise<number> {
      return (await strikesOf(clientId)).filter(({ at }) => at >= since).length;
    },
  };
};
export type RatesStore = ReturnType<typeof ratesStore>;

const strike = z.object({ at: z.string(), counts: z.boolean() });

/** The first five minutes that lie wholly after a time. */
const firstAfter = (since: string): string => {
  const own = fiveMinutesOf(since);
  return since > `${own}:00.000Z` ? fiveMinutesOf(later(since, 5 * 60_000)) : own;
};

export const campaignScope = (campaignId: string): string => `campaign#${campaignId}`;
export const clientScope = (clientId: string): string => `client#${clientId}`;
export const accountScope = 'account';

/**
 * Adds to the rates of a scope; stands in the transaction that counts the messages, and so counts each once. Without a condition of its
 * own: that of the other parts holds for it.
 */
export function ratesUpdate(
  scope: string,
  { causes, ...sums }: RateSums,
  at: string,
  TableName = tableName(deliveryTable),
): TransactItem {
  const named = Object.entries({
    ...sums,
    ...Object.fromEntries(Object.entries(causes).map(([cause, value]) => [`${causePrefix}${cause}`, value])),
  }).filter(([, value]) => value !== 0);
  return {
    Update: {
      TableName,
      Key: ratesKey(scope, at),
      UpdateExpression: `SET expiresAt = :expiresAt ADD ${named.map((_, index) => `#n${index} :v${index}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(named.map(([name], index) => [`#n${index}`, name])),
      ExpressionAttributeValues: {
        ':expiresAt': epochSeconds(later(at, keptForMs)),
        ...Object.fromEntries(named.map(([, value], index) => [`:v${index}`, value])),
      },
    },
  };
}
