import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { client } from '#contract/clients.ts';
import type { Client } from '#contract/clients.ts';
import { dnsRecord, senderDomain } from '#contract/senders.ts';
import { auditPut } from '#lambdas/platform/audit.ts';
import type { Audited } from '#lambdas/platform/audit.ts';
import { day, epochSeconds, later } from '#lambdas/platform/clock.ts';
import { transact, written } from '#lambdas/platform/db.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { clientKey, directoryTable, kindPrefix, senderIndexKey, senderKey } from '#lambdas/platform/keys/directory.ts';
import type { Key } from '#lambdas/platform/keys/table.ts';
import { listing } from '#lambdas/platform/listing.ts';
import type { Listing, Paging } from '#lambdas/platform/listing.ts';

/** A sender domain as it is kept. */
export const keptSender = z.object({
  v: z.literal(1),
  ...senderDomain.pick({
    clientId: true,
    domain: true,
    owner: true,
    status: true,
    checkedAt: true,
    readySince: true,
    createdAt: true,
  }).shape,
  /** Absent until SES made its identity. */
  key: z.object({ tokens: z.array(z.string()).readonly(), zone: z.string() }).optional(),
  /** Of each record, in the order of rules/sender-records.ts; none before the first look. */
  found: z.array(dnsRecord.shape.found),
  /** The last time that its status changed, by an id of its own; `toldOf` is the one that the client was told of. */
  turn: z.string().optional(),
  toldOf: z.string().optional(),
});
export type KeptSender = z.output<typeof keptSender>;

const claim = z.object({ clientId: z.string(), domain: z.string() });
export type SenderClaim = z.output<typeof claim>;
const stored = z.object({ v: z.literal(1) }).loose();
/** What was removed stays for a day, for the time to live to take: no function may delete from the Directory. */
const removed = z.object({ removedAt: z.string() });
const isRemoved = (item: unknown): boolean => removed.safeParse(item).success;
const free = 'attribute_not_exists(pk) OR attribute_exists(removedAt)';
const there = 'attribute_exists(pk) AND attribute_not_exists(removedAt)';

export const sendersStore = (db: Db, TableName = tableName(directoryTable)) => ({
  async client(clientId: string): Promise<Client | undefined> {
    const { Item } = await db.send(new GetCommand({ TableName, Key: clientKey(clientId) }));
    return Item === undefined ? undefined : client().strip().parse(stored.parse(Item));
  },

  async find(clientId: string, domain: string): Promise<KeptSender | undefined> {
    const { Item } = await db.send(new GetCommand({ TableName, Key: senderKey(clientId, domain) }));
    return Item === undefined || isRemoved(Item) ? undefined : keptSender.parse(Item);
  },

  async of(clientId: string, paging: Paging): Promise<Listing<KeptSender>> {
    const { pk } = clientKey(clientId);
    const read = (item: unknown) => (isRemoved(item) ? [] : [keptSender.parse(item)]);
    const page = await listing(db, { ...paging, TableName, pk, prefix: kindPrefix('SENDER'), read });
    return { ...page, items: page.items.flat() };
  },

  /** All clients', some at a time. */
  async *all(atOnce: number): AsyncGenerator<SenderClaim[]> {
    let pageToken: string | undefined;
    do {
      const { pk } = senderIndexKey('');
      const read = (item: unknown) => (isRemoved(item) ? [] : [claim.parse(item)]);
      const page = await listing(db, { TableName, pk, limit: atOnce, pageToken, read });
      yield page.items.flat();
      pageToken = page.nextPageToken;
    } while (pageToken);
  },

  /** @returns the client that claimed it, if one did */
  async ownerOf(domain: string): Promise<string | undefined> {
    const { Item } = await db.send(new GetCommand({ TableName, Key: senderIndexKey(domain) }));
    return Item === undefined || isRemoved(Item) ? undefined : claim.parse(Item).clientId;
  },

  /** @returns false when the domain is taken, be it by this client */
  async claim(added: KeptSender, audit: Audited): Promise<boolean> {
    const { clientId, domain } = added;
    const claimed = { ...senderIndexKey(domain), v: 1, clientId, domain };
    const refused = await transact(db, [
      { Put: { TableName, Item: claimed, ConditionExpression: free } },
      { Put: { TableName, Item: { ...senderKey(clientId, domain), ...added }, ConditionExpression: free } },
      auditPut(audit, TableName),
    ]);
    return refused === undefined;
  },

  /** Another key has to be found first. @returns false when it is not there any more */
  keepKey({ clientId, domain }: KeptSender, key: NonNullable<KeptSender['key']>): Promise<boolean> {
    return written(
      db.send(
        new UpdateCommand({
          TableName,
          Key: senderKey(clientId, domain),
          UpdateExpression: 'SET #key = :key, #found = :none, #s = :waiting REMOVE readySince',
          ConditionExpression: there,
          ExpressionAttributeNames: { '#key': 'key', '#found': 'found', '#s': 'status' },
          ExpressionAttributeValues: { ':key': key, ':none': [], ':waiting': 'waiting' },
        }),
      ),
    );
  },

  /**
   * What a look found; a change of status stands beside its audit event.
   * @returns false when its status changed since it was read
   */
  async keepLook(from: KeptSender, to: KeptSender, audit: Audited): Promise<boolean> {
    const turned = to.turn !== from.turn;
    const Update = {
      TableName,
      Key: senderKey(from.clientId, from.domain),
      UpdateExpression: `SET #s = :to, #found = :found, checkedAt = :at${turned ? ', turn = :turn' : ''}${
        to.readySince === undefined ? ' REMOVE readySince' : ', readySince = :since'
      }`,
      ConditionExpression: `#s = :from AND ${there}`,
      ExpressionAttributeNames: { '#s': 'status', '#found': 'found' },
      ExpressionAttributeValues: {
        ':from': from.status,
        ':to': to.status,
        ':found': to.found,
        ':at': to.checkedAt,
        ...(turned ? { ':turn': to.turn } : {}),
        ...(to.readySince === undefined ? {} : { ':since': to.readySince }),
      },
    };
    const refused = await transact(db, turned ? [{ Update }, auditPut(audit, TableName)] : [{ Update }]);
    return refused === undefined;
  },

  /** Of this turn and no other: one that came meanwhile is told of by itself. */
  told({ clientId, domain, turn }: KeptSender): Promise<boolean> {
    return written(
      db.send(
        new UpdateCommand({
          TableName,
          Key: senderKey(clientId, domain),
          UpdateExpression: 'SET toldOf = :turn',
          ConditionExpression: `turn = :turn AND ${there}`,
          ExpressionAttributeValues: { ':turn': turn },
        }),
      ),
    );
  },

  /** Not ready from here on, whatever becomes of its removal. @returns false when it is gone already */
  close({ clientId, domain }: KeptSender): Promise<boolean> {
    return written(
      db.send(
        new UpdateCommand({
          TableName,
          Key: senderKey(clientId, domain),
          UpdateExpression: 'SET #s = :waiting REMOVE readySince',
          ConditionExpression: there,
          ExpressionAttributeNames: { '#s': 'status' },
          ExpressionAttributeValues: { ':waiting': 'waiting' },
        }),
      ),
    );
  },

  /** The domain is anybody's again. @returns false when somebody else removed it */
  async remove({ clientId, domain }: KeptSender, audit: Audited): Promise<boolean> {
    const { at } = audit.stamp;
    const remove = (Key: Key) => ({
      TableName,
      Key,
      UpdateExpression: 'SET removedAt = :at, expiresAt = :soon',
      ConditionExpression: `clientId = :clientId AND ${there}`,
      ExpressionAttributeValues: {
        ':at': at,
        ':soon': epochSeconds(later(at, day)),
        ':clientId': clientId,
      },
    });
    const refused = await transact(db, [
      { Update: remove(senderKey(clientId, domain)) },
      { Update: remove(senderIndexKey(domain)) },
      auditPut(audit, TableName),
    ]);
    return refused === undefined;
  },
});

export type SendersStore = ReturnType<typeof sendersStore>;
