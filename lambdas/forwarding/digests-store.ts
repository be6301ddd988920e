import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { ConsentEvent } from '#contract/consent.ts';
import { client } from '#contract/clients.ts';
import type { Client } from '#contract/clients.ts';
import { eventType } from '#contract/forwarding.ts';
import type { EventType } from '#contract/forwarding.ts';
import { auditPut } from '#lambdas/platform/audit.ts';
import type { Audited } from '#lambdas/platform/audit.ts';
import { day, epochSeconds, later } from '#lambdas/platform/clock.ts';
import { transact, written } from '#lambdas/platform/db.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { deliveryTable, digestDay, digestLineKey } from '#lambdas/platform/keys/delivery.ts';
import { clientIndexKey, digestKey, directoryTable, listKey } from '#lambdas/platform/keys/directory.ts';
import { ordered } from '#lambdas/platform/keys/table.ts';
import { listing } from '#lambdas/platform/listing.ts';
import { digestSetting } from './rules/digest-setting.ts';
import type { DigestSetting } from './rules/digest-setting.ts';

/** A client's digest as it is kept. */
export const keptDigest = z.object({
  v: z.literal(1),
  setting: digestSetting,
  /** The last day that was told, YYYY-MM-DD in UTC. */
  toldThrough: z.iso.date(),
  /** Counts changes of the setting, so that none is undone by one that did not know of it. */
  revision: z.int(),
});
export type KeptDigest = z.output<typeof keptDigest>;

/** A contact came, changed or went. */
const digestLine = z.object({ type: eventType, listId: z.string().optional() });
export type DigestLine = z.output<typeof digestLine>;

const keptForMs = 14 * day;

export const digestsStore = (db: Db) => ({
  async find(clientId: string): Promise<KeptDigest | undefined> {
    const Key = digestKey(clientId);
    // Consistent: what was switched off a moment ago is not sent any more.
    const { Item } = await db.send(new GetCommand({ TableName: tableName(directoryTable), Key, ConsistentRead: true }));
    return Item === undefined ? undefined : keptDigest.parse(Item);
  },

  /** What was told already stays told. Stands beside its audit event. @returns false when it changed since it was read */
  async change(
    clientId: string,
    before: Pick<KeptDigest, 'revision'> | undefined,
    to: DigestSetting,
    audit: Audited,
  ): Promise<boolean> {
    const TableName = tableName(directoryTable);
    const Update = {
      TableName,
      Key: digestKey(clientId),
      UpdateExpression:
        'SET v = :one, setting = :to, revision = :next, toldThrough = if_not_exists(toldThrough, :yesterday)',
      ConditionExpression: before ? 'revision = :was' : 'attribute_not_exists(pk)',
      ExpressionAttributeValues: {
        ':one': 1,
        ':to': to,
        ':next': (before?.revision ?? 0) + 1,
        ':yesterday': later(audit.stamp.at, -day).slice(0, 10),
        ...(before ? { ':was': before.revision } : {}),
      },
    };
    return (await transact(db, [{ Update }, auditPut(audit, TableName)])) === undefined;
  },

  /** A line for the day on which it happened; told twice it is one. */
  async note({ clientId, contactId, seq, at, listId }: ConsentEvent, type: EventType): Promise<void> {
    await written(
      db.send(
        new PutCommand({
          TableName: tableName(deliveryTable),
          Item: {
            ...digestLineKey(clientId, at.slice(0, 10), contactId, ordered(seq)),
            v: 1,
            type,
            listId,
            expiresAt: epochSeconds(later(at, keptForMs)),
          },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      ),
    );
  },

  /** What happened on a day, a page at a time: a busy day does not have to fit into memory. */
  async *lines(clientId: string, onDay: string): AsyncGenerator<DigestLine[]> {
    let from: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await db.send(
        new QueryCommand({
          TableName: tableName(deliveryTable),
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': digestDay(clientId, onDay) },
          ExclusiveStartKey: from,
        }),
      );
      yield Items.map((item) => digestLine.parse(item));
      from = LastEvaluatedKey;
    } while (from);
  },

  /** @returns false when another run told it */
  told(clientId: string, before: string, through: string): Promise<boolean> {
    return written(
      db.send(
        new UpdateCommand({
          TableName: tableName(directoryTable),
          Key: digestKey(clientId),
          UpdateExpression: 'SET toldThrough = :through',
          ConditionExpression: 'toldThrough = :before',
          ExpressionAttributeValues: { ':before': before, ':through': through },
        }),
      ),
    );
  },

  /** All clients, some at a time. */
  async *clients(atOnce: number): AsyncGenerator<Client[]> {
    let pageToken: string | undefined;
    do {
      const page = await listing(db, {
        TableName: tableName(directoryTable),
        pk: clientIndexKey('').pk,
        limit: atOnce,
        pageToken,
        read: (item) => client().strip().parse(item),
      });
      yield page.items;
      pageToken = page.nextPageToken;
    } while (pageToken);
  },

  /** @returns undefined for a list that is no more */
  async listTitle(clientId: string, listId: string): Promise<string | undefined> {
    const { Item } = await db.send(
      new GetCommand({ TableName: tableName(directoryTable), Key: listKey(clientId, listId) }),
    );
    return Item === undefined ? undefined : z.object({ title: z.string() }).parse(Item).title;
  },
});

export type DigestsStore = ReturnType<typeof digestsStore>;
