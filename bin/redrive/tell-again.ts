import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { announcement } from '#lambdas/consent/announce-events.ts';
import type { Announcement } from '#lambdas/consent/announce-events.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { chainPrefix } from '#lambdas/platform/keys/ledger.ts';
import type { Queue } from '#lambdas/platform/queue.ts';
import type { Stretch } from './stretches.ts';

/**
 * Tells every event of these times again. The ledger has no index by time, since writing one would cost with every
 * sign-up, and this is asked for once in years: it reads all of it, some cents a gigabyte.
 * @returns how many events were told
 */
export async function tellAgain(
  db: Db,
  TableName: string,
  again: Queue,
  stretches: readonly Stretch[],
): Promise<number> {
  let told = 0;
  for (const stretch of stretches)
    for await (const events of eventsIn(db, TableName, stretch)) {
      await again.sendAll(events);
      told += events.length;
    }
  return told;
}

async function* eventsIn(db: Db, TableName: string, { from, to }: Stretch): AsyncGenerator<Announcement[]> {
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await db.send(
      new ScanCommand({
        TableName,
        ConsistentRead: true,
        FilterExpression: 'begins_with(pk, :chains) AND #at BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: { ':chains': chainPrefix, ':from': from, ':to': to },
        ExclusiveStartKey,
      }),
    );
    yield Items.map((item) => announcement.parse(item));
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
}
