import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { Db } from './db.ts';
import type { Key } from './keys/table.ts';

/** What DynamoDB takes in one call. */
export const mostAtOnce = 100;

/**
 * Items by their keys, read consistently, in no order; what is not there is left out. DynamoDB may give only some of a call, when
 * they are large or it is busy: the others are asked for again, with a growing wait.
 * @param keys none twice
 */
export async function* getMany(
  db: Db,
  TableName: string,
  keys: readonly Key[],
): AsyncGenerator<Record<string, unknown>> {
  for (let start = 0; start < keys.length; start += mostAtOnce) {
    let Keys: Record<string, unknown>[] = keys.slice(start, start + mostAtOnce).map((key) => ({ ...key }));
    for (let tries = 0; Keys.length > 0; tries++) {
      if (tries > 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * 50 * 2 ** Math.min(tries, 6)));
      const { Responses, UnprocessedKeys } = await db.send(
        new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
      );
      yield* Responses?.[TableName] ?? [];
      Keys = UnprocessedKeys?.[TableName]?.Keys ?? [];
    }
  }
}
