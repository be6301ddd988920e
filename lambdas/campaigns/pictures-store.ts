import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { pictureRecord } from '#contract/campaigns.ts';
import type { PictureRecord } from '#contract/campaigns.ts';
import { written } from '#lambdas/platform/db.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { clientKey, directoryTable, kindPrefix, pictureKey } from '#lambdas/platform/keys/directory.ts';
import { listing } from '#lambdas/platform/listing.ts';
import type { Listing, Paging } from '#lambdas/platform/listing.ts';

const stored = z.object({ v: z.literal(1) }).loose();
const readPicture = (item: unknown): PictureRecord => pictureRecord.strip().parse(stored.parse(item));

/** Pictures of clients, in the Directory; their bytes are in a bucket (picture-files.ts). */
export const picturesStore = (db: Db, TableName = tableName(directoryTable)) => ({
  async find(clientId: string, pictureId: string): Promise<PictureRecord | undefined> {
    const { Item } = await db.send(new GetCommand({ TableName, Key: pictureKey(clientId, pictureId) }));
    return Item === undefined ? undefined : readPicture(Item);
  },

  /** @returns false when it was taken before */
  add(added: PictureRecord): Promise<boolean> {
    const Item = { ...pictureKey(added.clientId, added.pictureId), v: 1, ...added };
    return written(db.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })));
  },

  of: (clientId: string, paging: Paging): Promise<Listing<PictureRecord>> =>
    listing(db, { ...paging, TableName, pk: clientKey(clientId).pk, prefix: kindPrefix('PICTURE'), read: readPicture }),

  /** Up to `most`: a page of some hundred kilobytes. */
  async countUpTo(clientId: string, most: number): Promise<number> {
    const { Count = 0 } = await db.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': clientKey(clientId).pk, ':prefix': kindPrefix('PICTURE') },
        Select: 'COUNT',
        Limit: most,
      }),
    );
    return Count;
  },
});

export type PicturesStore = ReturnType<typeof picturesStore>;
