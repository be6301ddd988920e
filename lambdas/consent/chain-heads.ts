import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { consentTable, standingSortKey } from '#lambdas/platform/keys/consent.ts';
import type { Leaf } from './rules/merkle.ts';

export interface ChainHeads {
  /** The newest event of every chain, in no order. In the background only: it reads the whole table. */
  each(see: (head: Leaf) => void): Promise<void>;
}

const segments = 4;
const head = z
  .object({ contactId: z.string(), seq: z.int(), headHash: z.string() })
  .transform(({ contactId, seq, headHash }): Leaf => ({ contactId, seq, hash: headHash }));

export const chainHeads = (db: Db): ChainHeads => ({
  async each(see) {
    await Promise.all(Array.from({ length: segments }, (_, segment) => scan(db, segment, see)));
  },
});

async function scan(db: Db, segment: number, see: (head: Leaf) => void): Promise<void> {
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await db.send(
      new ScanCommand({
        TableName: tableName(consentTable),
        Segment: segment,
        TotalSegments: segments,
        FilterExpression: 'sk = :standing',
        ProjectionExpression: 'contactId, seq, headHash',
        ExpressionAttributeValues: { ':standing': standingSortKey },
        ExclusiveStartKey: from,
      }),
    );
    for (const item of Items) see(head.parse(item));
    from = LastEvaluatedKey;
  } while (from);
}
