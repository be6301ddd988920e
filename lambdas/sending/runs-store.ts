import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { instant } from '#contract/common.ts';
import { auditPut } from '#lambdas/platform/audit.ts';
import type { Audited } from '#lambdas/platform/audit.ts';
import { day, epochSeconds, later, second } from '#lambdas/platform/clock.ts';
import { conditionFailed, transact } from '#lambdas/platform/db.ts';
import type { Db, TransactItem } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import {
  batchKey,
  deliveryTable,
  isFiguresKey,
  isLaneKey,
  isPlanKey,
  laneKey,
  openRunKey,
  openRuns,
  planKey,
  runKey,
  runOfClientKey,
  runPartition,
  runsOfClient,
  settledKey,
  unheardKey,
  unheardPartition,
  unknownKey,
  unknownPartition,
} from '#lambdas/platform/keys/delivery.ts';
import type { Key } from '#lambdas/platform/keys/table.ts';
import { memberPartitions } from '#lambdas/platform/keys/directory.ts';
import type { Counted } from './rules/became.ts';
import { packed, unpacked } from './rules/batches.ts';
import { peopleIn, plannedFor, partitionOf, settledIn } from './rules/lanes.ts';
import { lane, plan, run, settled } from './rules/run.ts';
import type { Addressee, Lane, Plan, Run, RunView, Unheard } from './rules/run.ts';

/** As long as the messages that it is about (platform/message-log.ts). */
const keptForMs = 390 * day;
/** SES tries for fourteen hours at most, and tells of it within minutes. */
const heardWithinMs = day;
/** Longer than send-messages may run (lib/sending.ts): whoever holds a lane longer has died. */
const heldForMs = 30 * second;
/** Clocks of two machines differ. */
const clockSlackMs = 2 * second;

export const openRun = z.object({ clientId: z.string(), campaignId: z.string() });
export type OpenRun = z.output<typeof openRun>;
const runOfClient = z.object({ campaignId: z.string(), endedAt: instant.optional() });
export type RunOfClient = z.output<typeof runOfClient>;
type EndedRun = Pick<Run, 'campaignId' | 'clientId' | 'startedAt'>;

const unheardDue = z.object({ sk: z.string(), campaignId: z.string(), askedAt: z.string().optional() });
export type UnheardDue = z.output<typeof unheardDue>;

/** A page of a partition's members, as it goes into the plan. */
export interface PlannedPage {
  /** Where the next page begins; absent when this was the last. */
  readonly cursor?: string;
  readonly batches: readonly (readonly Addressee[])[];
  /** For those who wait for the better subject. */
  readonly restBatches: readonly (readonly Addressee[])[];
  readonly leftOut: Readonly<Record<string, number>>;
}

/** What became of some people. */
export interface Step {
  readonly counts: Counted;
  /** Contacts of whose message nobody knows: noted in the same transaction, for the reconciler. */
  readonly unknown: readonly string[];
  readonly now: string;
}

const stays = z.object({ v: z.literal(1), people: z.string() });
const placeOf = z.object({ sk: z.string() });

/** Runs of campaigns, in Delivery: no address, no name, no text. */
export const runsStore = (db: Db, TableName = tableName(deliveryTable)) => {
  const unknownPut = (campaignId: string, contactId: string, now: string): TransactItem => ({
    Put: {
      TableName,
      Item: {
        ...unknownKey(campaignId, contactId),
        v: 1,
        contactId,
        expiresAt: epochSeconds(later(now, keptForMs)),
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  });
  const get = async (Key: Key): Promise<Record<string, unknown> | undefined> =>
    (await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;

  async function* all(pk: string, consistent: boolean): AsyncGenerator<Record<string, unknown>> {
    let from: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await db.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': pk },
          ConsistentRead: consistent,
          ExclusiveStartKey: from,
        }),
      );
      yield* Items;
      from = LastEvaluatedKey;
    } while (from);
  }

  return {
    /** @returns false when it is there already */
    async open(opened: Omit<Run, 'v' | 'finished'>): Promise<boolean> {
      const { campaignId, clientId, startedAt } = opened;
      const expiresAt = epochSeconds(later(startedAt, keptForMs));
      const put = (Item: Record<string, unknown>): TransactItem => ({
        Put: { TableName, Item: { v: 1, expiresAt, ...Item }, ConditionExpression: 'attribute_not_exists(pk)' },
      });
      const none = { pagedAt: startedAt, leftOut: {}, batches: 0, people: 0, restBatches: 0, restPeople: 0 };
      const refused = await transact(db, [
        put({ ...runKey(campaignId), ...opened }),
        put({ ...openRunKey(campaignId), clientId, campaignId }),
        put({ ...runOfClientKey(clientId, startedAt, campaignId), campaignId }),
        ...Array.from({ length: memberPartitions }, (_, partition) =>
          put({ ...planKey(campaignId, partition), partition, ...none }),
        ),
      ]);
      return refused === undefined;
    },

    async find(campaignId: string): Promise<Run | undefined> {
      const Item = await get(runKey(campaignId));
      return Item === undefined ? undefined : run.parse(Item);
    },

    async view(campaignId: string): Promise<RunView | undefined> {
      return (await this.viewWithFigures(campaignId)).view;
    },

    /** With the items of its figures, which stand beside it. */
    async viewWithFigures(
      campaignId: string,
    ): Promise<{ view: RunView | undefined; figures: Record<string, unknown>[] }> {
      const figures: Record<string, unknown>[] = [];
      let found: Run | undefined;
      const plans: Plan[] = [];
      const lanes: Lane[] = [];
      let settledAsSent = 0;
      for await (const item of all(runPartition(campaignId), true)) {
        const { sk } = placeOf.parse(item);
        if (isPlanKey(sk)) plans.push(plan.parse(item));
        else if (isLaneKey(sk)) lanes.push(lane.parse(item));
        else if (sk === runKey(campaignId).sk) found = run.parse(item);
        else if (isFiguresKey(sk)) figures.push(item);
        else settledAsSent = settled.parse(item).sent;
      }
      return { view: found && { run: found, plans, lanes, settledAsSent }, figures };
    },

    async plan(campaignId: string, partition: number): Promise<Plan | undefined> {
      const Item = await get(planKey(campaignId, partition));
      return Item === undefined ? undefined : plan.parse(Item);
    },

    /**
     * Writes the batches of a page, moves on and counts: all or nothing.
     * @returns the plan afterwards; undefined when another worker wrote this page, or the run was wound up
     */
    async addPage(campaignId: string, from: Plan, page: PlannedPage, now: string): Promise<Plan | undefined> {
      const { partition } = from;
      const expiresAt = epochSeconds(later(now, keptForMs));
      const batch = (laneOf: number, number: number, people: readonly Addressee[]): TransactItem => ({
        Put: {
          TableName,
          Item: { ...batchKey(campaignId, laneOf, number), v: 1, people: packed(people), expiresAt },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      });
      const leftOut = { ...from.leftOut };
      for (const [reason, count] of Object.entries(page.leftOut)) leftOut[reason] = (leftOut[reason] ?? 0) + count;
      const after: Plan = {
        ...from,
        cursor: page.cursor ?? from.cursor,
        pagedAt: now,
        ...(page.cursor === undefined ? { plannedAt: now } : {}),
        leftOut,
        batches: from.batches + page.batches.length,
        people: from.people + page.batches.flat().length,
        restBatches: from.restBatches + page.restBatches.length,
        restPeople: from.restPeople + page.restBatches.flat().length,
      };
      const refused = await transact(db, [
        ...page.batches.map((people, index) => batch(partition, from.batches + index, people)),
        ...page.restBatches.map((people, index) =>
          batch(memberPartitions + partition, from.restBatches + index, people),
        ),
        {
          Put: {
            TableName,
            Item: { ...planKey(campaignId, partition), expiresAt, ...after },
            ConditionExpression: `attribute_not_exists(plannedAt) AND ${from.cursor === undefined ? 'attribute_not_exists(#cursor)' : '#cursor = :cursor'}`,
            ExpressionAttributeNames: { '#cursor': 'cursor' },
            ...(from.cursor === undefined ? {} : { ExpressionAttributeValues: { ':cursor': from.cursor } }),
          },
        },
      ]);
      return refused === undefined ? after : undefined;
    },

    /** @throws when it was never written: a plan counts only what is there */
    async batch(campaignId: string, of: number, number: number): Promise<Addressee[]> {
      return unpacked(stays.parse(await get(batchKey(campaignId, of, number))).people);
    },

    /** Batches of a lane from one on: as many as there are, up to `most`. */
    async batchesFrom(
      campaignId: string,
      of: number,
      number: number,
      most: number,
    ): Promise<{ readonly people: readonly Addressee[] }[]> {
      const { pk, sk } = batchKey(campaignId, of, number);
      const { Items = [] } = await db.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND sk >= :from',
          ExpressionAttributeValues: { ':pk': pk, ':from': sk },
          // Two kilobytes each: the most that is asked for stays below the page of a query.
          Limit: most,
          ConsistentRead: true,
        }),
      );
      return Items.map((item) => ({ people: unpacked(stays.parse(item).people) }));
    },

    /**
     * Takes a lane for one worker. One write both asks and takes.
     * @returns undefined while another has it, or it is to wait
     */
    async hold(campaignId: string, of: number, holder: string, now: string): Promise<Lane | undefined> {
      const begins = ['batch', 'offset', 'sent', 'unknown'];
      const { refused, item } = await update(db, {
        TableName,
        Key: laneKey(campaignId, of),
        UpdateExpression: [
          'SET v = :one, lane = :lane, holder = :holder, nextAt = :until, expiresAt = :expiresAt',
          'tries = if_not_exists(tries, :none) + :one, recent = if_not_exists(recent, :nobody)',
          // Two values, though both are empty: the local engine would keep one map for the two.
          'skipped = if_not_exists(skipped, :noneSkipped), failed = if_not_exists(failed, :noneFailed)',
          ...begins.map((name) => `#${name} = if_not_exists(#${name}, :none)`),
        ].join(', '),
        ConditionExpression: 'attribute_not_exists(pk) OR nextAt <= :now OR holder = :holder',
        ExpressionAttributeNames: Object.fromEntries(begins.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ':one': 1,
          ':none': 0,
          ':nobody': [],
          ':noneSkipped': {},
          ':noneFailed': {},
          ':lane': of,
          ':holder': holder,
          ':now': later(now, clockSlackMs),
          ':until': later(now, heldForMs),
          ':expiresAt': epochSeconds(later(now, keptForMs)),
        },
        ReturnValues: 'ALL_NEW',
      });
      return refused ? undefined : lane.parse(item);
    },

    /** Gives a lane back without having moved on. @param waited true when nothing was tried */
    async release(campaignId: string, held: Lane, nextAt: string, waited: boolean): Promise<void> {
      // Refused when another has it: then it is no longer ours to give back.
      await update(db, {
        TableName,
        Key: laneKey(campaignId, held.lane),
        UpdateExpression: `SET nextAt = :next${waited ? ', tries = :tries' : ''} REMOVE holder`,
        ConditionExpression: 'holder = :holder',
        ExpressionAttributeValues: {
          ':next': nextAt,
          ':holder': held.holder,
          ...(waited ? { ':tries': held.tries - 1 } : {}),
        },
      });
    },

    /**
     * Moves a lane past people of whom it is known what became of them, counts them, and gives the lane back: one write, under
     * the condition that nobody else did.
     * @returns false when somebody else moved it
     */
    async advance(
      campaignId: string,
      held: Lane,
      to: Pick<Lane, 'batch' | 'offset' | 'recent'>,
      { counts, unknown, now }: Step,
    ): Promise<boolean> {
      const change = { TableName, Key: laneKey(campaignId, held.lane), ...advanceOf(held, to, counts, now) };
      if (unknown.length === 0) {
        const { refused, item } = await update(db, change);
        // Made again because the first answer was lost, it is still the same step.
        return !refused || stepOf.safeParse(item).data?.stepBy.S === held.holder;
      }
      const puts = unknown.map((contactId) => unknownPut(campaignId, contactId, now));
      return (await transact(db, [{ Update: change }, ...puts])) === undefined;
    },

    /**
     * Ends a lane of a cancelled campaign: whoever is left of its plan is counted as skipped, and no page is added any more.
     * @returns false when the plan grew or the lane moved meanwhile: look again
     */
    async windUp(campaignId: string, held: Lane, planned: Plan, { counts, unknown, now }: Step): Promise<boolean> {
      const { batches, people } = plannedFor(planned, held.lane);
      const { skipped, ...others } = counts;
      const cancelled = (skipped.cancelled ?? 0) + people - settledIn(held) - peopleIn(counts);
      const all = { ...others, skipped: { ...skipped, ...(cancelled > 0 ? { cancelled } : {}) } };
      const to = { batch: batches, offset: 0, recent: held.recent };
      const refused = await transact(db, [
        { Update: { TableName, Key: laneKey(campaignId, held.lane), ...advanceOf(held, to, all, now) } },
        {
          Update: {
            TableName,
            Key: planKey(campaignId, partitionOf(held.lane)),
            UpdateExpression: 'SET plannedAt = if_not_exists(plannedAt, :now)',
            ConditionExpression: 'batches = :batches AND restBatches = :rest',
            ExpressionAttributeValues: { ':now': now, ':batches': planned.batches, ':rest': planned.restBatches },
          },
        },
        ...unknown.map((contactId) => unknownPut(campaignId, contactId, now)),
      ]);
      return refused === undefined;
    },

    /** A set of lanes: said twice, it is the same. @returns the run with it */
    async finishLane(campaignId: string, of: number): Promise<Run> {
      const { item } = await update(db, {
        TableName,
        Key: runKey(campaignId),
        UpdateExpression: 'ADD finished :lane',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':lane': new Set([of]) },
        ReturnValues: 'ALL_NEW',
      });
      return run.parse(item);
    },

    /** And has it asked a day later whether anything was heard of its messages. */
    async end({ campaignId, clientId, startedAt }: EndedRun, now: string): Promise<boolean> {
      const ends = (Key: Key, also = ''): TransactItem => ({
        Update: {
          TableName,
          Key,
          UpdateExpression: `SET endedAt = :now${also}`,
          ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(endedAt)',
          ExpressionAttributeValues: { ':now': now },
        },
      });
      const refused = await transact(db, [
        ends(runKey(campaignId), ' REMOVE waitsFor, waitsUntil'),
        ends(runOfClientKey(clientId, startedAt, campaignId)),
        {
          Update: {
            TableName,
            Key: unheardKey(campaignId, later(now, heardWithinMs)),
            // Without a condition of its own: those of the others hold for it.
            UpdateExpression: 'SET v = :one, campaignId = :campaignId, expiresAt = :expiresAt',
            ExpressionAttributeValues: {
              ':one': 1,
              ':campaignId': campaignId,
              ':expiresAt': epochSeconds(later(now, keptForMs)),
            },
          },
        },
      ]);
      return refused === undefined;
    },

    /** All that were begun for a client, for as long as they are kept: some hundreds of small items at most. */
    async runsOf(clientId: string): Promise<RunOfClient[]> {
      const found: RunOfClient[] = [];
      for await (const item of all(runsOfClient(clientId), true)) found.push(runOfClient.parse(item));
      return found;
    },

    /** Campaigns that ended a day ago and more, and were not asked about. */
    async unheardDue(now: string): Promise<UnheardDue[]> {
      const found: UnheardDue[] = [];
      for await (const item of all(unheardPartition, false)) {
        const due = unheardDue.parse(item);
        // In the order of time: what follows is not due either.
        if (due.sk > now) break;
        if (due.askedAt === undefined) found.push(due);
      }
      return found;
    },

    /** @returns false when it was kept before */
    async keepUnheard({ campaignId, sk }: UnheardDue, unheard: Unheard, now: string): Promise<boolean> {
      const refused = await transact(db, [
        {
          Update: {
            TableName,
            Key: runKey(campaignId),
            UpdateExpression: 'SET unheard = :unheard',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(unheard)',
            ExpressionAttributeValues: { ':unheard': { at: now, ...unheard } },
          },
        },
        {
          Update: {
            TableName,
            Key: { pk: unheardPartition, sk },
            UpdateExpression: 'SET askedAt = :now, expiresAt = :soon',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':now': now, ':soon': epochSeconds(later(now, day)) },
          },
        },
      ]);
      return refused === undefined;
    },

    /** @param because in words, for the client's people */
    async waits(campaignId: string, because: string, until: string): Promise<void> {
      // The last to say so is as right as any: nothing is decided by it.
      await update(db, {
        TableName,
        Key: runKey(campaignId),
        UpdateExpression: 'SET waitsFor = :because, waitsUntil = :until',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':because': because, ':until': until },
      });
    },

    /** Both subjects were tried: from now on it is known when clicks choose. The first to say so is right. */
    async decideAt(campaignId: string, at: string): Promise<void> {
      await update(db, {
        TableName,
        Key: runKey(campaignId),
        UpdateExpression: 'SET decidesAt = :at',
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(decidesAt)',
        ExpressionAttributeValues: { ':at': at },
      });
    },

    /** The subject for those who wait. @returns false when one was chosen already */
    async choose(campaignId: string, winner: 'a' | 'b', audit: Audited): Promise<boolean> {
      const refused = await transact(db, [
        {
          Update: {
            TableName,
            Key: runKey(campaignId),
            UpdateExpression: 'SET winner = :winner',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(winner)',
            ExpressionAttributeValues: { ':winner': winner },
          },
        },
        auditPut(audit),
      ]);
      return refused === undefined;
    },

    async opened(): Promise<OpenRun[]> {
      const found: OpenRun[] = [];
      for await (const item of all(openRuns, false)) if (item.closedAt === undefined) found.push(openRun.parse(item));
      return found;
    },

    /** Nobody looks after it any more. */
    async close(campaignId: string, now: string): Promise<void> {
      await update(db, {
        TableName,
        Key: openRunKey(campaignId),
        UpdateExpression: 'SET closedAt = :now, expiresAt = :soon',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':now': now, ':soon': epochSeconds(later(now, day)) },
      });
    },

    /** Contacts whose message was unknown, and is as far as this table knows. */
    async unknown(campaignId: string): Promise<string[]> {
      const found: string[] = [];
      for await (const item of all(unknownPartition(campaignId), true))
        if (item.settledAt === undefined) found.push(unknownItem.parse(item).contactId);
      return found;
    },

    /** It was sent after all. Counted once. @returns false when it was settled already */
    async settle(campaignId: string, contactId: string, now: string): Promise<boolean> {
      const refused = await transact(db, [
        {
          Update: {
            TableName,
            Key: unknownKey(campaignId, contactId),
            UpdateExpression: 'SET settledAt = :now',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(settledAt)',
            ExpressionAttributeValues: { ':now': now },
          },
        },
        {
          Update: {
            TableName,
            Key: settledKey(campaignId),
            // Without a condition of its own: that of the other holds for both.
            UpdateExpression: 'SET v = :one, expiresAt = :expiresAt ADD sent :one',
            ExpressionAttributeValues: { ':one': 1, ':expiresAt': epochSeconds(later(now, keptForMs)) },
          },
        },
      ]);
      return refused === undefined;
    },
  };
};

export type RunsStore = ReturnType<typeof runsStore>;

const unknownItem = z.object({ contactId: z.string() });
/** As DynamoDB gives an item with a condition that did not hold. */
const stepOf = z.object({ stepBy: z.object({ S: z.string() }) });

/** Counters and place in one expression: counting without moving, or moving without counting, cannot be written. */
function advanceOf(
  held: Lane,
  to: Pick<Lane, 'batch' | 'offset' | 'recent'>,
  counts: Counted,
  now: string,
): Omit<NonNullable<TransactItem['Update']>, 'TableName' | 'Key' | 'UpdateExpression'> & { UpdateExpression: string } {
  const reasons = [
    ...Object.entries(counts.skipped).map(([reason, count]) => ({ of: 'skipped', reason, count })),
    ...Object.entries(counts.failed).map(([reason, count]) => ({ of: 'failed', reason, count })),
  ];
  return {
    UpdateExpression: [
      'SET #batch = :batch, #offset = :offset, recent = :recent, nextAt = :now, tries = :none, stepBy = :holder',
      'sent = sent + :sent, #unknown = #unknown + :unknown',
      ...reasons.map(({ of }, at) => `${of}.#r${at} = if_not_exists(${of}.#r${at}, :none) + :n${at}`),
    ]
      .join(', ')
      .concat(' REMOVE holder'),
    ConditionExpression: 'holder = :holder AND #batch = :fromBatch AND #offset = :fromOffset',
    ExpressionAttributeNames: {
      '#batch': 'batch',
      '#offset': 'offset',
      '#unknown': 'unknown',
      ...Object.fromEntries(reasons.map(({ reason }, at) => [`#r${at}`, reason])),
    },
    ExpressionAttributeValues: {
      ':batch': to.batch,
      ':offset': to.offset,
      ':recent': to.recent,
      ':now': now,
      ':none': 0,
      ':holder': held.holder,
      ':sent': counts.sent,
      ':unknown': counts.unknown,
      ':fromBatch': held.batch,
      ':fromOffset': held.offset,
      ...Object.fromEntries(reasons.map(({ count }, at) => [`:n${at}`, count])),
    },
  };
}

/** @returns the item after the change where that was asked for, or as it stands when the condition did not hold */
async function update(
  db: Db,
  change: UpdateCommandInput,
): Promise<{ readonly refused: boolean; readonly item?: unknown }> {
  try {
    const { Attributes } = await db.send(
      new UpdateCommand({ ...change, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    );
    return { refused: false, item: Attributes };
  } catch (error) {
    if (!conditionFailed(error)) throw error;
    return { refused: true, item: error.Item };
  }
}
