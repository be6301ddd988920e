import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { auditEvent, client, user } from '#contract/clients.ts';
import type { AuditEvent, Client, User } from '#contract/clients.ts';
import { shape } from '#contract/shape.ts';
import { auditPut } from '#lambdas/platform/audit.ts';
import type { Audited } from '#lambdas/platform/audit.ts';
import { transact } from '#lambdas/platform/db.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import {
  auditPartitionsBack,
  clientIndexKey,
  clientKey,
  clientUserKey,
  directoryTable,
  kindPrefix,
  userKey,
} from '#lambdas/platform/keys/directory.ts';
import type { Key } from '#lambdas/platform/keys/table.ts';
import { listing, listingOver } from '#lambdas/platform/listing.ts';
import type { Listing, Paging } from '#lambdas/platform/listing.ts';

const stored = z.object({ v: z.literal(1) });
/** Items of version 1; an older version would be read through a schema of its own (docs/data-model.md). */
const keptClient = shape(() => client().strip());
const keptUser = shape(() => user().strip());
const keptAuditEvent = shape(() => auditEvent().strip());
const readClient = (item: unknown): Client => keptClient().parse(stored.loose().parse(item));
const readUser = (item: unknown): User => keptUser().parse(stored.loose().parse(item));
const readAuditEvent = (item: unknown): AuditEvent => keptAuditEvent().parse(stored.loose().parse(item));
const fresh = 'attribute_not_exists(pk)';

export const clientsStore = (db: Db, TableName = tableName(directoryTable)) => ({
  async add(added: Client, audit: Audited): Promise<void> {
    const item = { v: 1, ...added };
    await db.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName, Item: { ...clientKey(added.clientId), ...item }, ConditionExpression: fresh } },
          { Put: { TableName, Item: { ...clientIndexKey(added.clientId), ...item }, ConditionExpression: fresh } },
          auditPut(audit, TableName),
        ],
      }),
    );
  },

  async find(clientId: string): Promise<Client | undefined> {
    const { Item } = await db.send(new GetCommand({ TableName, Key: clientKey(clientId) }));
    return Item === undefined ? undefined : readClient(Item);
  },

  all: (paging: Paging): Promise<Listing<Client>> =>
    listing(db, { ...paging, TableName, pk: clientIndexKey('').pk, read: readClient }),

  /** @returns false when the client changed since it was read */
  async change(from: Client, to: Client, audit: Audited): Promise<boolean> {
    const Update = (Key: Key) => ({
      TableName,
      Key,
      UpdateExpression: to.status === 'approved' ? 'SET #s = :to, approvedAt = :at' : 'SET #s = :to, suspendedAt = :at',
      ConditionExpression: '#s = :from',
      ExpressionAttributeNames: { '#s': 'status' },
      ExpressionAttributeValues: { ':from': from.status, ':to': to.status, ':at': audit.stamp.at },
    });
    const refused = await transact(db, [
      { Update: Update(clientKey(from.clientId)) },
      { Update: Update(clientIndexKey(from.clientId)) },
      auditPut(audit, TableName),
    ]);
    return refused === undefined;
  },

  /**
   * Field by field, so that two operators who correct different ones do not undo each other.
   * @returns false when the client is not there any more
   */
  async changeProfile(clientId: string, changes: Partial<Client>, audit: Audited): Promise<boolean> {
    const fields = Object.entries(changes);
    const Update = (Key: Key) => ({
      TableName,
      Key,
      UpdateExpression: `SET ${fields.map((_, at) => `#f${at} = :v${at}`).join(', ')}`,
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: Object.fromEntries(fields.map(([name], at) => [`#f${at}`, name])),
      ExpressionAttributeValues: Object.fromEntries(fields.map(([, value], at) => [`:v${at}`, value])),
    });
    const refused = await transact(db, [
      { Update: Update(clientKey(clientId)) },
      { Update: Update(clientIndexKey(clientId)) },
      auditPut(audit, TableName),
    ]);
    return refused === undefined;
  },

  /** @returns false when the user name is taken */
  async addUser(added: User, audit: Audited): Promise<boolean> {
    const item = { v: 1, ...added };
    const ofClient =
      added.clientId === undefined ? userKey(added.userName) : clientUserKey(added.clientId, added.userName);
    const keys = added.clientId === undefined ? [ofClient] : [userKey(added.userName), ofClient];
    const refused = await transact(db, [
      ...keys.map((key) => ({ Put: { TableName, Item: { ...key, ...item }, ConditionExpression: fresh } })),
      auditPut(audit, TableName),
    ]);
    return refused === undefined;
  },

  /** Of this client; another's is not there. */
  async userOf(clientId: string, userName: string): Promise<User | undefined> {
    const { Item } = await db.send(new GetCommand({ TableName, Key: clientUserKey(clientId, userName) }));
    return Item === undefined ? undefined : readUser(Item);
  },

  /** On both items of a user of a client. @returns false when it was removed */
  async markUser(clientId: string, userName: string, mark: 'resetAt' | 'removedAt', audit: Audited): Promise<boolean> {
    const Update = (Key: Key) => ({
      TableName,
      Key,
      UpdateExpression: 'SET #mark = :at',
      ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(removedAt)',
      ExpressionAttributeNames: { '#mark': mark },
      ExpressionAttributeValues: { ':at': audit.stamp.at },
    });
    const refused = await transact(db, [
      { Update: Update(userKey(userName)) },
      { Update: Update(clientUserKey(clientId, userName)) },
      auditPut(audit, TableName),
    ]);
    return refused === undefined;
  },

  async findUser(userName: string): Promise<User | undefined> {
    const { Item } = await db.send(new GetCommand({ TableName, Key: userKey(userName) }));
    return Item === undefined ? undefined : readUser(Item);
  },

  usersOf: (clientId: string, paging: Paging): Promise<Listing<User>> =>
    listing(db, { ...paging, TableName, pk: clientKey(clientId).pk, prefix: kindPrefix('USER'), read: readUser }),

  /** Newest first, from now back to the time when the client was taken on. */
  auditEvents: ({ clientId, createdAt }: Client, now: string, paging: Paging): Promise<Listing<AuditEvent>> =>
    listingOver(db, {
      ...paging,
      TableName,
      pks: auditPartitionsBack(clientId, now, createdAt),
      read: readAuditEvent,
    }),
});

export type ClientsStore = ReturnType<typeof clientsStore>;
