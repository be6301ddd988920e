import { GetCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { consentEvent, notice } from '#contract/consent.ts';
import type { ConsentEvent, Notice } from '#contract/consent.ts';
import { conditionFailed, conditionsFailed, transactionConflict } from '#lambdas/platform/db.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { consentTable, mailboxKey, standingKey } from '#lambdas/platform/keys/consent.ts';
import { ephemeralTable, rateKey } from '#lambdas/platform/keys/ephemeral.ts';
import { chainOf, eventKey, ledgerTable, noticeKey } from '#lambdas/platform/keys/ledger.ts';
import type { Step } from './rules/standing-after.ts';
import { mailbox, standing } from './rules/standing.ts';
import type { Mailbox, Standing } from './rules/standing.ts';

/** How many sign-ups one network may make in an hour before they are let fall. */
export interface RateLimit {
  readonly networkHash: string;
  readonly hour: string;
  readonly most: number;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

export type Committed = 'committed' | 'changed_meanwhile' | 'rate_exceeded';

export interface StandingStore {
  find(addressKey: string): Promise<Standing | undefined>;
  /** By way of the contact's first event: only the ledger knows which address a contact id stands for. */
  ofContact(contactId: string): Promise<Standing | undefined>;
  mailbox(mailboxHash: string): Promise<Mailbox | undefined>;
  event(contactId: string, seq: number): Promise<ConsentEvent | undefined>;
  chain(contactId: string): Promise<ConsentEvent[]>;
  notice(noticeId: string): Promise<Notice | undefined>;
  commit(before: Standing | undefined, step: Step, rate?: RateLimit): Promise<Committed>;
  /** Several steps, each from the one before it: all or none. */
  commitAll(before: Standing, steps: readonly Step[]): Promise<Committed>;
  /** Nobody may write to this mailbox any more; said again, the first time counts. */
  suppressMailbox(mailboxHash: string, at: string): Promise<void>;
}

type Item = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Where addresses stand, and the ledger that says why. The two are only ever written together. */
export const standingStore = (db: Db): StandingStore => ({
  find: (addressKey) => find(db, addressKey),

  async ofContact(contactId) {
    const { Item } = await db.send(new GetCommand({ TableName: tableName(ledgerTable), Key: eventKey(contactId, 1) }));
    return Item === undefined ? undefined : find(db, firstEvent.parse(Item).addressKey);
  },

  async mailbox(mailboxHash) {
    const Key = mailboxKey(mailboxHash);
    const { Item } = await db.send(new GetCommand({ TableName: tableName(consentTable), Key, ConsistentRead: true }));
    return Item === undefined ? undefined : mailbox.parse(Item);
  },

  async event(contactId, seq) {
    const { Item } = await db.send(
      new GetCommand({ TableName: tableName(ledgerTable), Key: eventKey(contactId, seq) }),
    );
    return Item === undefined ? undefined : consentEvent.strip().parse(Item);
  },

  async chain(contactId) {
    const events: ConsentEvent[] = [];
    let from: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await db.send(
        new QueryCommand({
          TableName: tableName(ledgerTable),
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': chainOf(contactId) },
          ConsistentRead: true,
          ExclusiveStartKey: from,
        }),
      );
      events.push(...Items.map((item) => consentEvent.strip().parse(item)));
      from = LastEvaluatedKey;
    } while (from);
    return events;
  },

  async notice(noticeId) {
    const { Item } = await db.send(new GetCommand({ TableName: tableName(ledgerTable), Key: noticeKey(noticeId) }));
    return Item === undefined ? undefined : notice.strip().parse(Item);
  },

  commit: (before, step, rate) => write(db, before, [step], rate),
  commitAll: (before, steps) => write(db, before, steps),

  async suppressMailbox(mailboxHash, at) {
    try {
      await db.send(
        new UpdateCommand({
          TableName: tableName(consentTable),
          Key: mailboxKey(mailboxHash),
          UpdateExpression: 'SET v = :one, suppressed = :suppressed',
          ConditionExpression: 'attribute_not_exists(suppressed)',
          ExpressionAttributeValues: { ':one': 1, ':suppressed': { reason: 'hard_bounce', at } },
        }),
      );
    } catch (error) {
      if (!conditionFailed(error)) throw error;
    }
  },
});

const firstEvent = z.object({ addressKey: z.string() });

async function find(db: Db, addressKey: string): Promise<Standing | undefined> {
  const Key = standingKey(addressKey);
  const { Item } = await db.send(new GetCommand({ TableName: tableName(consentTable), Key, ConsistentRead: true }));
  return Item === undefined ? undefined : standing.parse(Item);
}

/** One round trip. The chain cannot fork: the standing must be as it was read, and no event is ever written over. */
async function write(
  db: Db,
  before: Standing | undefined,
  steps: readonly Step[],
  rate?: RateLimit,
): Promise<Committed> {
  const last = steps.at(-1);
  if (!last) return 'committed';
  const items: Item[] = [
    standingPut(before, last.standing),
    ...steps.map(eventPut),
    ...(rate ? [{ Update: countOf(rate) }] : []),
  ];
  for (let tries = 1; ; tries++) {
    try {
      await db.send(new TransactWriteCommand({ TransactItems: items }));
      return 'committed';
    } catch (error) {
      const reasons = conditionsFailed(error);
      if (reasons)
        return rate && reasons.at(-1)?.Code === 'ConditionalCheckFailed' ? 'rate_exceeded' : 'changed_meanwhile';
      if (!transactionConflict(error) || tries === 4) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 40 * 2 ** tries));
    }
  }
}

const standingPut = (before: Standing | undefined, after: Standing): Item => ({
  Put: {
    TableName: tableName(consentTable),
    Item: { ...standingKey(after.addressKey), ...after },
    ...(before === undefined
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: 'seq = :seq AND headHash = :head',
          ExpressionAttributeValues: { ':seq': before.seq, ':head': before.headHash },
        }),
  },
});

const eventPut = ({ standing: after, event }: Step): Item => ({
  Put: {
    TableName: tableName(ledgerTable),
    Item: { ...eventKey(event.contactId, event.seq), addressKey: after.addressKey, ...event },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});

const countOf = (rate: RateLimit) => ({
  TableName: tableName(ephemeralTable),
  Key: rateKey(rate.networkHash, rate.hour),
  UpdateExpression: 'ADD signUps :one SET expiresAt = :expiresAt',
  ConditionExpression: 'attribute_not_exists(signUps) OR signUps < :most',
  ExpressionAttributeValues: { ':one': 1, ':expiresAt': rate.expiresAt, ':most': rate.most },
});
