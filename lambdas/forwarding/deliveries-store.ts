import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { delivery } from '#contract/forwarding.ts';
import type { Attempt } from '#contract/forwarding.ts';
import { auditPut } from '#lambdas/platform/audit.ts';
import type { Audited } from '#lambdas/platform/audit.ts';
import { day, epochSeconds, later, minute, second } from '#lambdas/platform/clock.ts';
import { conditionFailed, transact, written } from '#lambdas/platform/db.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { sortableTime } from '#lambdas/platform/ids.ts';
import { deliveriesFrom, deliveryKey, deliveryTable, dueShardOf } from '#lambdas/platform/keys/delivery.ts';
import { listing } from '#lambdas/platform/listing.ts';
import type { Listing, Paging } from '#lambdas/platform/listing.ts';

/** Names a delivery; what queues carry. */
export const deliveryRef = z.object({ clientId: z.string(), endpointId: z.string(), deliveryId: z.string() });
export type DeliveryRef = z.output<typeof deliveryRef>;

/** A delivery as it is kept. What it will say is not in it: that is opened when it goes out. */
export const keptDelivery = z.object({
  v: z.literal(1),
  ...delivery().shape,
  clientId: z.string(),
  /** Where the person stands; absent in a test. */
  addressKey: z.string().optional(),
  seq: z.int().optional(),
  /** Since it was made or replayed: says where in the retry schedule it is. */
  tries: z.int(),
});
export type KeptDelivery = z.output<typeof keptDelivery>;

const keptForMs = 30 * day;
/** Longer than a worker may run: one that died leaves its delivery to the next after that. */
const leaseMs = minute;
/** What a queue was given comes from there; after this long, the queue is taken to have lost it. */
const queueGraceMs = 15 * minute;
/** Clocks of two machines differ. */
const clockSlackMs = 2 * second;
const mostAttempts = 30;

/** Why nothing went out, as the client reads it. */
export const endpointDisabled = 'the endpoint is disabled';

/** How a delivery goes on after a try. */
export type Next =
  | { readonly status: 'delivered' | 'failed' }
  | { readonly status: 'cancelled'; readonly because: string }
  | {
      readonly status: 'waiting';
      readonly nextAttemptAt: string;
      /** When to wake it, if nothing else has. */
      readonly dueAt: string;
    };

export const deliveriesStore = (db: Db, TableName = tableName(deliveryTable)) => ({
  /** @returns false when it was there: the same event, told again */
  async add(added: KeptDelivery, at: string): Promise<boolean> {
    const { endpointId, deliveryId } = added;
    const due = { nextAttemptAt: at, dueShard: dueShardOf(deliveryId), dueAt: later(at, queueGraceMs) };
    const Item = {
      ...deliveryKey(endpointId, deliveryId),
      ...added,
      ...(added.status === 'waiting' ? due : {}),
      expiresAt: epochSeconds(later(at, keptForMs)),
    };
    return written(db.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })));
  },

  async find(endpointId: string, deliveryId: string): Promise<KeptDelivery | undefined> {
    const { Item } = await db.send(new GetCommand({ TableName, Key: deliveryKey(endpointId, deliveryId) }));
    return Item === undefined ? undefined : keptDelivery.parse(Item);
  },

  newestFirst: (endpointId: string, paging: Paging): Promise<Listing<KeptDelivery>> =>
    listing(db, {
      ...paging,
      TableName,
      pk: deliveriesFrom(endpointId, '').pk,
      newestFirst: true,
      read: (item) => keptDelivery.parse(item),
    }),

  /** Oldest first, of events at or after a time. */
  async since(endpointId: string, at: string, most: number): Promise<KeptDelivery[]> {
    const { pk, from, to } = deliveriesFrom(endpointId, sortableTime(at));
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
        Limit: most,
      }),
    );
    return Items.map((item) => keptDelivery.parse(item));
  },

  /**
   * Takes a delivery for one try. One write both asks and takes, so that two workers cannot both call the endpoint.
   * @returns undefined when it is not due: taken by another, done, or cancelled
   */
  async claim({ endpointId, deliveryId }: DeliveryRef, now: string): Promise<KeptDelivery | undefined> {
    const leasedUntil = later(now, leaseMs);
    try {
      const { Attributes } = await db.send(
        new UpdateCommand({
          TableName,
          Key: deliveryKey(endpointId, deliveryId),
          UpdateExpression: 'SET nextAttemptAt = :lease, dueAt = :lease ADD tries :one',
          ConditionExpression: '#status = :waiting AND nextAttemptAt <= :now',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':waiting': 'waiting',
            ':now': later(now, clockSlackMs),
            ':lease': leasedUntil,
            ':one': 1,
          },
          ReturnValues: 'ALL_NEW',
        }),
      );
      return keptDelivery.parse(Attributes);
    } catch (error) {
      if (conditionFailed(error)) return undefined;
      throw error;
    }
  },

  /** Writes down what became of a claimed try. Refused when the lease ran out and another has taken it. */
  async settle(claimed: KeptDelivery, next: Next, attempt?: Attempt): Promise<boolean> {
    const attempts = [...claimed.attempts, ...(attempt ? [attempt] : [])].slice(-mostAttempts);
    const waits = next.status === 'waiting';
    return written(
      db.send(
        new UpdateCommand({
          TableName,
          Key: deliveryKey(claimed.endpointId, claimed.deliveryId),
          UpdateExpression: waits
            ? 'SET attempts = :attempts, nextAttemptAt = :next, dueAt = :due'
            : `SET attempts = :attempts, #status = :status${next.status === 'cancelled' ? ', because = :because' : ''} REMOVE nextAttemptAt, dueAt, dueShard`,
          ConditionExpression: '#status = :waiting AND nextAttemptAt = :lease',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':attempts': attempts,
            ':waiting': 'waiting',
            ':lease': claimed.nextAttemptAt,
            ...(waits ? { ':next': next.nextAttemptAt, ':due': next.dueAt } : { ':status': next.status }),
            ...(next.status === 'cancelled' ? { ':because': next.because } : {}),
          },
        }),
      ),
    );
  },

  /**
   * Puts a delivery that is over back at the start of its schedule.
   * @param audit absent where one event tells of many deliveries. @returns false when it waits already
   */
  async replay({ endpointId, deliveryId }: DeliveryRef, now: string, audit?: Audited): Promise<boolean> {
    const Update = {
      TableName,
      Key: deliveryKey(endpointId, deliveryId),
      UpdateExpression:
        'SET #status = :waiting, tries = :none, nextAttemptAt = :now, dueAt = :due, dueShard = :shard, expiresAt = :expires REMOVE because',
      ConditionExpression: 'attribute_exists(pk) AND #status <> :waiting',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':waiting': 'waiting',
        ':none': 0,
        ':now': now,
        ':due': later(now, queueGraceMs),
        ':shard': dueShardOf(deliveryId),
        ':expires': epochSeconds(later(now, keptForMs)),
      },
    };
    if (audit) return (await transact(db, [{ Update }, auditPut(audit)])) === undefined;
    return written(db.send(new UpdateCommand(Update)));
  },

  /** Up to a hundred that should have gone out by now. */
  async due(shard: string, now: string): Promise<(DeliveryRef & { dueAt: string })[]> {
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName,
        IndexName: 'dueDeliveries',
        KeyConditionExpression: 'dueShard = :shard AND dueAt <= :now',
        ExpressionAttributeValues: { ':shard': shard, ':now': now },
        Limit: 100,
      }),
    );
    return Items.map((item) => dueItem.parse(item));
  },

  /** The queue has it: asks not to be woken again for a while. @returns false when it moved on meanwhile */
  woken({ endpointId, deliveryId, dueAt }: DeliveryRef & { dueAt: string }, now: string): Promise<boolean> {
    return written(
      db.send(
        new UpdateCommand({
          TableName,
          Key: deliveryKey(endpointId, deliveryId),
          UpdateExpression: 'SET dueAt = :later',
          ConditionExpression: 'dueAt = :seen',
          ExpressionAttributeValues: { ':seen': dueAt, ':later': later(now, queueGraceMs) },
        }),
      ),
    );
  },
});

export type DeliveriesStore = ReturnType<typeof deliveriesStore>;

const dueItem = z.object({ ...deliveryRef.shape, dueAt: z.string() });
/** SQS holds a message back for a quarter of an hour at most; what waits longer is woken by `dueAt`. */
export const longestQueueDelayMs = 15 * minute;

/** @returns where a delivery that failed goes on: a short wait is the queue's, with `dueAt` behind it */
export function waitingFor(now: string, delayMs: number): Next & { status: 'waiting' } {
  const nextAttemptAt = later(now, delayMs);
  const byQueue = delayMs <= longestQueueDelayMs;
  return { status: 'waiting', nextAttemptAt, dueAt: byQueue ? later(nextAttemptAt, queueGraceMs) : nextAttemptAt };
}
