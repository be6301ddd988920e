import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { MessageStatus } from '#contract/reporting.ts';
import { day, later } from '#lambdas/platform/clock.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { getMany } from '#lambdas/platform/get-many.ts';
import { deliveryTable, messageKey, runOfClientKey, runsOfClient } from '#lambdas/platform/keys/delivery.ts';
import { messageRecord } from '#lambdas/platform/message-log.ts';
import { messageIdOf } from './rules/names.ts';

export interface Reader {
  readonly clientId: string;
  readonly contactId: string;
  /** Of campaigns to this list alone, where one is named. */
  readonly listId?: string | undefined;
  /** Before then. */
  readonly at: string;
}

/** Who leaves later leaves for other reasons. */
const withinMs = 7 * day;
/** Sending one may take days. */
const begunWithinMs = 2 * withinMs;
const mostCampaigns = 20;

/** Or may have: whoever leaves by its link has got it. */
const arrived: readonly MessageStatus[] = [
  'sent',
  'delayed',
  'soft_bounced',
  'delivered',
  'opened',
  'clicked',
  'complained',
];

const begun = z.object({ campaignId: z.string() });

/** The campaign that reached somebody last, in the seven days before. Two reads: those that were begun, and their messages to this person. */
export async function lastCampaignTo(
  db: Db,
  { clientId, contactId, listId, at }: Reader,
  TableName = tableName(deliveryTable),
): Promise<string | undefined> {
  const { Items = [] } = await db.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': runsOfClient(clientId),
        ':from': runOfClientKey(clientId, later(at, -begunWithinMs), '').sk,
        ':to': runOfClientKey(clientId, at, '').sk,
      },
      ScanIndexForward: false,
      Limit: mostCampaigns,
    }),
  );
  const keys = Items.map((item) => messageKey(messageIdOf(begun.parse(item).campaignId, contactId)));
  let last: { readonly campaignId?: string | undefined; readonly claimedAt: string } | undefined;
  for await (const item of getMany(db, TableName, keys)) {
    const message = messageRecord.parse(item);
    const { status, claimedAt } = message;
    const reached = arrived.includes(status) && claimedAt <= at && claimedAt > later(at, -withinMs);
    const isOfList = listId === undefined || message.listId === listId;
    if (reached && isOfList && (last === undefined || claimedAt > last.claimedAt)) last = message;
  }
  return last?.campaignId;
}
