import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { segment } from '#contract/contacts.ts';
import type { Segment } from '#contract/contacts.ts';
import { instant } from '#contract/common.ts';
import { auditPut } from '#lambdas/platform/audit.ts';
import type { Audited } from '#lambdas/platform/audit.ts';
import { epochSeconds } from '#lambdas/platform/clock.ts';
import { transact } from '#lambdas/platform/db.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { clientKey, directoryTable, kindPrefix, segmentKey } from '#lambdas/platform/keys/directory.ts';
import { listing } from '#lambdas/platform/listing.ts';
import type { Listing, Paging } from '#lambdas/platform/listing.ts';

const kept = z.object({ v: z.literal(1), ...segment.shape, droppedAt: instant.optional() });

/** Segments of a client, in the Directory. One that was dropped goes by the table's clock, and is not there before. */
export const segmentsStore = (db: Db, TableName = tableName(directoryTable)) => ({
  async add(added: Segment, audit: Audited): Promise<void> {
    const Item = { ...segmentKey(added.clientId, added.segmentId), v: 1, ...added };
    const Put = { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' };
    if (await transact(db, [{ Put }, auditPut(audit, TableName)])) throw new Error('an id was given out a second time');
  },

  async find(clientId: string, segmentId: string): Promise<Segment | undefined> {
    const { Item } = await db.send(new GetCommand({ TableName, Key: segmentKey(clientId, segmentId) }));
    return Item === undefined ? undefined : present(Item)[0];
  },

  async page(clientId: string, paging: Paging): Promise<Listing<Segment>> {
    const { items, nextPageToken } = await listing(db, {
      ...paging,
      TableName,
      pk: clientKey(clientId).pk,
      prefix: kindPrefix('SEGMENT'),
      read: present,
    });
    return { items: items.flat(), nextPageToken };
  },

  /** @returns false when it is not there */
  async drop(clientId: string, segmentId: string, audit: Audited): Promise<boolean> {
    const { at } = audit.stamp;
    const Update = {
      TableName,
      Key: segmentKey(clientId, segmentId),
      UpdateExpression: 'SET droppedAt = :at, expiresAt = :now',
      ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(droppedAt)',
      ExpressionAttributeValues: { ':at': at, ':now': epochSeconds(at) },
    };
    return (await transact(db, [{ Update }, auditPut(audit, TableName)])) === undefined;
  },
});

export type SegmentsStore = ReturnType<typeof segmentsStore>;

function present(item: unknown): Segment[] {
  const { v: _version, droppedAt, ...found } = kept.parse(item);
  return droppedAt === undefined ? [found] : [];
}
