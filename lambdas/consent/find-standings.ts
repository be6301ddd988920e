import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { consentTable, standingKey } from '#lambdas/platform/keys/consent.ts';
import { standing } from './rules/standing.ts';
import type { Standing } from './rules/standing.ts';

/** How many DynamoDB gives in one call. */
export const standingsAtOnce = 100;

/** Where many addresses stand, read consistently. @param addressKeys at most a hundred, none twice */
export async function findStandings(db: Db, addressKeys: readonly string[]): Promise<Map<string, Standing>> {
  const found = new Map<string, Standing>();
  const TableName = tableName(consentTable);
  let Keys: Record<string, unknown>[] = addressKeys.map((addressKey) => ({ ...standingKey(addressKey) }));
  for (let tries = 0; Keys.length > 0; tries++) {
    if (tries > 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * 50 * 2 ** Math.min(tries, 6)));
    const { Responses, UnprocessedKeys } = await db.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
    );
    for (const item of Responses?.[TableName] ?? []) {
      const each = standing().parse(item);
      found.set(each.addressKey, each);
    }
    Keys = UnprocessedKeys?.[TableName]?.Keys ?? [];
  }
  return found;
}
