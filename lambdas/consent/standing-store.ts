import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { consentEvent, keptNotice } from '#contract/consent.ts';
import type { ConsentEvent, Notice } from '#contract/consent.ts';
import { shape } from '#contract/shape.ts';
import { failedPlaces, transact, written } from '#lambdas/platform/db.ts';
import type { Db, TransactItem } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { consentTable, mailboxKey, standingKey } from '#lambdas/platform/keys/consent.ts';
import { chainOf, eventKey, ledgerTable, noticeKey } from '#lambdas/platform/keys/ledger.ts';
import type { Step } from './rules/standing-after.ts';
import { mailbox, standing } from './rules/standing.ts';
import type { Mailbox, Standing } from './rules/standing.ts';

/**
 * `refused` holds the places, in what was written alongside, whose condition did not hold: they are told first, since they
 * must not depend on whether an address is known.
 */
export type Committed = 'committed' | 'changed_meanwhile' | { readonly refused: readonly number[] };

export interface StandingStore {
  find(addressKey: string): Promise<Standing | undefined>;
  /** By way of the contact's first event: only the ledger knows which address a contact id stands for. */
  ofContact(contactId: string): Promise<Standing | undefined>;
  mailbox(mailboxHash: string): Promise<Mailbox | undefined>;
  event(contactId: string, seq: number): Promise<ConsentEvent | undefined>;
  chain(contactId: string): Promise<ConsentEvent[]>;
  notice(noticeId: string): Promise<Notice | undefined>;
  /** @param alongside written in the same transaction, each with a condition of its own */
  commit(before: Standing | undefined, step: Step, alongside?: readonly TransactItem[]): Promise<Committed>;
  /** Several steps, each from the one before it: all or none. */
  commitAll(before: Standing, steps: readonly Step[]): Promise<Committed>;
  /** The same standing with another profile: nothing that the ledger tells of. @returns false when it changed since `before` was read */
  keepProfile(before: Standing, after: Standing): Promise<boolean>;
  /** Nobody may write to this mailbox any more; said again, the first time counts. */
  suppressMailbox(mailboxHash: string, at: string): Promise<void>;
  /** @returns false when it changed since `before` was read */
  keepSoftBounces(
    mailboxHash: string,
    before: Mailbox | undefined,
    after: Pick<Mailbox, 'softBounces' | 'restsUntil'>,
  ): Promise<boolean>;
}

/** Where addresses stand, and the ledger that says why. The two are only ever written together. */
export const standingStore = (db: Db): StandingStore => ({
  find: (addressKey) => find(db, addressKey),

  async ofContact(contactId) {
    const { Item } = await db.send(new GetCommand({ TableName: tableName(ledgerTable), Key: eventKey(contactId, 1) }));
    return Item === undefined ? undefined : find(db, firstEvent().parse(Item).addressKey);
  },

  async mailbox(mailboxHash) {
    const Key = mailboxKey(mailboxHash);
    const { Item } = await db.send(new GetCommand({ TableName: tableName(consentTable), Key, ConsistentRead: true }));
    return Item === undefined ? undefined : mailbox().parse(Item);
  },

  async event(contactId, seq) {
    const { Item } = await db.send(
      new GetCommand({ TableName: tableName(ledgerTable), Key: eventKey(contactId, seq) }),
    );
    return Item === undefined ? undefined : keptEvent().parse(Item);
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
      events.push(...Items.map((item) => keptEvent().parse(item)));
      from = LastEvaluatedKey;
    } while (from);
    return events;
  },

  async notice(noticeId) {
    const { Item } = await db.send(new GetCommand({ TableName: tableName(ledgerTable), Key: noticeKey(noticeId) }));
    return Item === undefined ? undefined : keptNotice().parse(Item);
  },

  commit: (before, step, alongside = []) => write(db, before, [step], alongside),
  commitAll: (before, steps) => write(db, before, steps),

  keepProfile: (before, after) => written(db.send(new PutCommand(standingPut(before, after)))),

  async suppressMailbox(mailboxHash, at) {
    await written(
      db.send(
        new UpdateCommand({
          TableName: tableName(consentTable),
          Key: mailboxKey(mailboxHash),
          UpdateExpression: 'SET v = :one, suppressed = :suppressed',
          ConditionExpression: 'attribute_not_exists(suppressed)',
          ExpressionAttributeValues: { ':one': 1, ':suppressed': { reason: 'hard_bounce', at } },
        }),
      ),
    );
  },

  keepSoftBounces: (mailboxHash, before, { softBounces, restsUntil }) =>
    written(
      db.send(
        new UpdateCommand({
          TableName: tableName(consentTable),
          Key: mailboxKey(mailboxHash),
          UpdateExpression: `SET v = :one, softBounces = :after${restsUntil === undefined ? '' : ', restsUntil = :until'}`,
          ConditionExpression: before?.softBounces ? 'softBounces = :before' : 'attribute_not_exists(softBounces)',
          ExpressionAttributeValues: {
            ':one': 1,
            ':after': softBounces,
            ...(before?.softBounces ? { ':before': before.softBounces } : {}),
            ...(restsUntil === undefined ? {} : { ':until': restsUntil }),
          },
        }),
      ),
    ),
});

const firstEvent = shape(() => z.object({ addressKey: z.string() }));
const keptEvent = shape(() => consentEvent().strip());

async function find(db: Db, addressKey: string): Promise<Standing | undefined> {
  const Key = standingKey(addressKey);
  const { Item } = await db.send(new GetCommand({ TableName: tableName(consentTable), Key, ConsistentRead: true }));
  return Item === undefined ? undefined : standing().parse(Item);
}

/** One round trip. The chain cannot fork: the standing must be as it was read, and no event is ever written over. */
async function write(
  db: Db,
  before: Standing | undefined,
  steps: readonly Step[],
  alongside: readonly TransactItem[] = [],
): Promise<Committed> {
  const last = steps.at(-1);
  if (!last) return 'committed';
  const own = [{ Put: standingPut(before, last.standing) }, ...steps.map(eventPut)];
  const reasons = await transact(db, [...own, ...alongside]);
  return reasons ? outcomeOf(reasons, own.length) : 'committed';
}

/** The first are the standing and its events: when they hold, it was something alongside. */
function outcomeOf(reasons: readonly CancellationReason[], own: number): Committed {
  const refused = failedPlaces(reasons.slice(own));
  return refused.length > 0 ? { refused } : 'changed_meanwhile';
}

const standingPut = (before: Standing | undefined, after: Standing) => ({
  TableName: tableName(consentTable),
  Item: { ...standingKey(after.addressKey), ...after },
  ...(before === undefined
    ? { ConditionExpression: 'attribute_not_exists(pk)' }
    : {
        ConditionExpression: 'seq = :seq AND headHash = :head',
        ExpressionAttributeValues: { ':seq': before.seq, ':head': before.headHash },
      }),
});

const eventPut = ({ standing: after, event }: Step): TransactItem => ({
  Put: {
    TableName: tableName(ledgerTable),
    Item: { ...eventKey(event.contactId, event.seq), addressKey: after.addressKey, ...event },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});
