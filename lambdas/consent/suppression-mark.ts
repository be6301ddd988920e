import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { day, epochSeconds, later } from '#lambdas/platform/clock.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { ephemeralTable, suppressionMarkKey } from '#lambdas/platform/keys/ephemeral.ts';

const mark = z.object({
  /** What was suppressed before is heeded; undefined: nothing yet. */
  since: z.string().optional(),
  /** Where SES goes on. */
  pageToken: z.string().optional(),
  /** When the list was begun that this is the middle of. */
  begunAt: z.string(),
});
export type Mark = z.output<typeof mark>;

/** How far the list of what SES suppresses was read. Lost, it is read again, which changes nothing. */
export const suppressionMark = (db: Db, TableName = tableName(ephemeralTable)) => ({
  async find(): Promise<Mark | undefined> {
    const { Item } = await db.send(new GetCommand({ TableName, Key: suppressionMarkKey }));
    return Item === undefined ? undefined : mark.parse(Item);
  },

  /** Without a condition: one job writes it, and an older mark only has more read again. */
  async keep({ since, pageToken, begunAt }: Mark): Promise<void> {
    const Item = {
      ...suppressionMarkKey,
      v: 1,
      begunAt,
      ...(since === undefined ? {} : { since }),
      ...(pageToken === undefined ? {} : { pageToken }),
      expiresAt: epochSeconds(later(begunAt, 90 * day)),
    };
    await db.send(new PutCommand({ TableName, Item }));
  },
});
export type SuppressionMark = ReturnType<typeof suppressionMark>;
