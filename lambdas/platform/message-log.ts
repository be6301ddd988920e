import { BatchGetCommand, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { BatchGetCommandOutput, UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { clientId, contactId, instant, sha256 } from '#contract/common.ts';
import { mailProvider } from '#contract/figures.ts';
import type { MailProvider } from '#contract/figures.ts';
import { messageStatus } from '#contract/reporting.ts';
import type { MessageStatus } from '#contract/reporting.ts';
import { day, epochSeconds, later } from './clock.ts';
import { conditionFailed } from './db.ts';
import type { Db } from './db.ts';
import { tableName } from './environment.ts';
import { getMany } from './get-many.ts';
import { randomIds } from './ids.ts';
import type { Ids } from './ids.ts';
import { deliveryTable, messageKey } from './keys/delivery.ts';

/** What a message relied on, and a hash of what it said: proves that it was lawful, long after. */
export const sendEvidence = z.object({
  /** Of the contact's ledger: the last event when it was sent. */
  consentSeq: z.int(),
  renderedHash: sha256,
});
export type SendEvidence = z.output<typeof sendEvidence>;

/**
 * Where a message of a campaign is counted. A part is a batch of up to fifty people; its place in it tells the message from the
 * others.
 */
export const countedAs = z.object({
  campaignId: z.string(),
  listId: z.string(),
  part: z.string(),
  place: z.int(),
  variant: z.enum(['a', 'b']),
});
export type CountedAs = z.output<typeof countedAs>;

/** One message: whose, and where it stands. No address, no subject, no body. */
export const messageRecord = z.object({
  v: z.literal(1),
  messageId: z.string(),
  purpose: z.string(),
  clientId,
  contactId: contactId.optional(),
  status: messageStatus,
  statusRank: z.int(),
  claimedAt: instant,
  statusAt: z.string(),
  because: z.string().optional(),
  sesMessageId: z.string().optional(),
  evidence: sendEvidence.optional(),
  ...countedAs.partial().shape,
  /** Who takes mail for the domain: known once the message is written. */
  provider: mailProvider.optional(),
  deliveredAt: z.string().optional(),
  /** Opens and clicks, as lambdas/reporting/rules/activity.ts writes them. */
  activity: z.set(z.string()).optional(),
});
export type MessageRecord = z.output<typeof messageRecord>;

export interface Claim extends Pick<MessageRecord, 'messageId' | 'purpose' | 'clientId' | 'contactId'> {
  readonly counted?: CountedAs;
}

export type MessageBefore = Pick<MessageRecord, 'status' | 'claimedAt'>;

/** `before`: somebody claimed it already, and this is what became of it. */
export type Claimed = { readonly claimed: true } | { readonly claimed: false; readonly before: MessageBefore };

export interface Report {
  readonly status: MessageStatus;
  readonly at: string;
  readonly because?: string;
  readonly sesMessageId?: string;
  readonly evidence?: SendEvidence;
  /** These are kept whether the status rises or not. */
  readonly facts?: MessageFacts;
}

export interface MessageFacts {
  readonly provider?: MailProvider;
  readonly deliveredAt?: string;
  /** One open or click. */
  readonly activity?: string;
}

export interface MessageLog {
  /** One write both asks and takes: of any number of workers, one sends. */
  claim(message: Claim, now: string): Promise<Claimed>;
  /** SES surely does not have it: whoever comes next may claim it. */
  giveBack(messageId: string, now: string): Promise<void>;
  /** A status only rises: what comes late, twice or out of order changes nothing. */
  raise(messageId: string, report: Report): Promise<'raised' | 'stays' | 'no_such_message'>;
  find(messageId: string): Promise<MessageRecord | undefined>;
  /** In no order; what was never claimed is left out. @param messageIds none twice */
  findMany(messageIds: readonly string[]): Promise<MessageRecord[]>;
}

/** Opens and clicks may be kept for 13 months (requirements.md 2.5), and a message's status can be one. */
const keptForMs = 390 * day;

export const rankOf = (status: MessageStatus): number => messageStatus.options.indexOf(status);

export const messageLog = (db: Db, ids: Ids = randomIds): MessageLog => ({
  async claim(message, now) {
    const refused = await update(db, message.messageId, {
      UpdateExpression: [
        'SET v = :one, messageId = :messageId, purpose = :purpose, clientId = :clientId, #status = :claimed, claimId = :claimId',
        'statusRank = :rank, claimedAt = :now, statusAt = :now, expiresAt = :expiresAt',
        ...(message.contactId === undefined ? [] : ['contactId = :contactId']),
        ...(message.counted === undefined ? [] : countedNames.map((name) => `#${name} = :${name}`)),
      ].join(', '),
      // Made again because the first answer was lost, it is still the same claim.
      ConditionExpression:
        'attribute_not_exists(pk) OR #status = :waiting OR (#status = :claimed AND claimId = :claimId)',
      ExpressionAttributeNames: {
        '#status': 'status',
        ...(message.counted && Object.fromEntries(countedNames.map((name) => [`#${name}`, name]))),
      },
      ExpressionAttributeValues: {
        ':one': 1,
        ':messageId': message.messageId,
        ':purpose': message.purpose,
        ':clientId': message.clientId,
        ':claimed': 'claimed',
        ':claimId': ids.next(),
        ':waiting': 'waiting',
        ':rank': rankOf('claimed'),
        ':now': now,
        ':expiresAt': epochSeconds(later(now, keptForMs)),
        ...(message.contactId === undefined ? {} : { ':contactId': message.contactId }),
        ...(message.counted &&
          Object.fromEntries(Object.entries(message.counted).map(([name, value]) => [`:${name}`, value]))),
      },
    });
    if (refused === undefined) return { claimed: true };
    const { status, claimedAt } = asStored.parse(refused.item);
    return { claimed: false, before: { status: status.S, claimedAt: claimedAt.S } };
  },

  async giveBack(messageId, now) {
    // An event may have come meanwhile: then SES has it after all, and it stays as it is.
    await update(db, messageId, {
      UpdateExpression: 'SET #status = :waiting, statusRank = :rank, statusAt = :now',
      ConditionExpression: '#status = :claimed',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':waiting': 'waiting',
        ':claimed': 'claimed',
        ':rank': rankOf('waiting'),
        ':now': now,
      },
    });
  },

  async raise(messageId, { status, at, because, sesMessageId, evidence, facts = {} }) {
    const also = changeOf(facts);
    const refused = await update(db, messageId, {
      UpdateExpression: [
        [
          'SET #status = :status, statusRank = :rank, statusAt = :at',
          ...(because === undefined ? [] : ['because = :because']),
          ...(sesMessageId === undefined ? [] : ['sesMessageId = :sesMessageId']),
          ...(evidence === undefined ? [] : ['evidence = :evidence']),
          ...also.sets,
        ].join(', '),
        ...also.adds,
      ].join(' '),
      ConditionExpression: 'attribute_exists(pk) AND statusRank < :rank',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':status': status,
        ':rank': rankOf(status),
        ':at': at,
        ...(because === undefined ? {} : { ':because': because }),
        ...(sesMessageId === undefined ? {} : { ':sesMessageId': sesMessageId }),
        ...(evidence === undefined ? {} : { ':evidence': evidence }),
        ...also.values,
      },
    });
    if (refused === undefined) return 'raised';
    if (!refused.item) return 'no_such_message';
    if (also.conditions.length > 0)
      // Refused when it is known already.
      await update(db, messageId, {
        UpdateExpression: [also.sets.length > 0 ? `SET ${also.sets.join(', ')}` : '', ...also.adds].join(' ').trim(),
        ConditionExpression: `attribute_exists(pk) AND (${also.conditions.join(' OR ')})`,
        ExpressionAttributeValues: { ...also.values, ...also.asked },
      });
    return 'stays';
  },

  async find(messageId) {
    const Key = messageKey(messageId);
    const { Item } = await db.send(new GetCommand({ TableName: tableName(deliveryTable), Key, ConsistentRead: true }));
    return Item === undefined ? undefined : messageRecord.parse(Item);
  },

  async findMany(messageIds) {
    const found: MessageRecord[] = [];
    for await (const item of getMany(db, tableName(deliveryTable), messageIds.map(messageKey)))
      found.push(messageRecord.parse(item));
    return found;
  },
});

/** Those that there are, in no order. */
export async function messageRecords(db: Db, messageIds: readonly string[]): Promise<MessageRecord[]> {
  const TableName = tableName(deliveryTable);
  const found: MessageRecord[] = [];
  for (let from = 0; from < messageIds.length; from += 100) {
    let Keys: Record<string, unknown>[] | undefined = messageIds
      .slice(from, from + 100)
      .map((messageId) => ({ ...messageKey(messageId) }));
    while (Keys && Keys.length > 0) {
      const { Responses, UnprocessedKeys }: BatchGetCommandOutput = await db.send(
        new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
      );
      found.push(...(Responses?.[TableName] ?? []).map((item) => messageRecord.parse(item)));
      Keys = UnprocessedKeys?.[TableName]?.Keys;
    }
  }
  return found;
}

const countedNames = ['campaignId', 'listId', 'part', 'place', 'variant'] as const;

/** Opens and clicks of one message: who opens more often is a machine, and is known by then. */
export const mostActivity = 50;

/** Said twice, it changes nothing: a set holds each thing once, and what is known is not written over. */
function changeOf({ provider, deliveredAt, activity }: MessageFacts) {
  const sets = [
    ...(provider === undefined ? [] : ['provider = if_not_exists(provider, :provider)']),
    ...(deliveredAt === undefined ? [] : ['deliveredAt = if_not_exists(deliveredAt, :deliveredAt)']),
  ];
  const conditions = [
    ...(provider === undefined ? [] : ['attribute_not_exists(provider)']),
    ...(deliveredAt === undefined ? [] : ['attribute_not_exists(deliveredAt)']),
    ...(activity === undefined
      ? []
      : ['attribute_not_exists(activity)', '(NOT contains(activity, :one) AND size(activity) < :most)']),
  ];
  const values = {
    ...(provider === undefined ? {} : { ':provider': provider }),
    ...(deliveredAt === undefined ? {} : { ':deliveredAt': deliveredAt }),
    ...(activity === undefined ? {} : { ':activity': new Set([activity]) }),
  };
  return {
    sets,
    adds: activity === undefined ? [] : ['ADD activity :activity'],
    conditions,
    values,
    asked: activity === undefined ? {} : { ':one': activity, ':most': mostActivity },
  };
}

/** The parts of a record that a claim asks for, as DynamoDB gives them with a condition that did not hold. */
const asStored = z.object({ status: z.object({ S: messageStatus }), claimedAt: z.object({ S: instant }) });

/** @returns what stands there when the condition did not hold; undefined when the write was made */
async function update(
  db: Db,
  messageId: string,
  change: Omit<UpdateCommandInput, 'TableName' | 'Key'>,
): Promise<{ readonly item: unknown } | undefined> {
  try {
    await db.send(
      new UpdateCommand({
        TableName: tableName(deliveryTable),
        Key: messageKey(messageId),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ...change,
      }),
    );
    return undefined;
  } catch (error) {
    if (!conditionFailed(error)) throw error;
    return { item: error.Item };
  }
}
