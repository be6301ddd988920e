import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateQuery, paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { consentEvent } from '#contract/consent.ts';
import type { ConsentEvent } from '#contract/consent.ts';
import { mailboxKey } from '#lambdas/platform/keys/consent.ts';
import { messageKey } from '#lambdas/platform/keys/delivery.ts';
import { chainOf } from '#lambdas/platform/keys/ledger.ts';
import { messageRecord } from '#lambdas/platform/message-log.ts';
import type { MessageRecord } from '#lambdas/platform/message-log.ts';
import { logLinesSince } from './logs.ts';
import { running } from './running.ts';

/** What the deployment keeps, read as nobody in it may: with the keys of the account. */
export const db = () => DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: running().endpoint }));

export type TableName = 'Consent' | 'Ledger' | 'Directory' | 'Delivery' | 'Ephemeral';

/** @throws when it is not deployed */
export async function tableNamed(part: TableName): Promise<string> {
  const { TableNames = [] } = await db().send(new ListTablesCommand({}));
  const found = TableNames.find((name) => name.startsWith(`Assent-Data-${part}Table`));
  if (!found) throw new Error(`the table ${part} is not deployed`);
  return found;
}

export async function chain(contactId: string): Promise<ConsentEvent[]> {
  const events: ConsentEvent[] = [];
  const pages = paginateQuery(
    { client: db() },
    {
      TableName: await tableNamed('Ledger'),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': chainOf(contactId) },
    },
  );
  for await (const { Items = [] } of pages) events.push(...Items.map((item) => consentEvent.strip().parse(item)));
  return events;
}

const itemsOf = async (TableName: string): Promise<Record<string, unknown>[]> => {
  const all: Record<string, unknown>[] = [];
  for await (const { Items = [] } of paginateScan({ client: db() }, { TableName })) all.push(...Items);
  return all;
};

export async function standingOf(contactId: string): Promise<Record<string, unknown> | undefined> {
  const items = await itemsOf(await tableNamed('Consent'));
  return items.find((item) => item.contactId === contactId);
}

export async function mailboxItem(mailboxHash: unknown): Promise<Record<string, unknown> | undefined> {
  const items = await itemsOf(await tableNamed('Consent'));
  return items.find(({ pk }) => pk === mailboxKey(String(mailboxHash)).pk);
}

/** As if the last confirm mail to this mailbox were long ago. */
export async function forgetConfirmMails(mailboxHash: unknown): Promise<void> {
  await db().send(
    new UpdateCommand({
      TableName: await tableNamed('Consent'),
      Key: mailboxKey(String(mailboxHash)),
      UpdateExpression: 'REMOVE confirm1, confirm2, confirm3',
    }),
  );
}

export async function messages(): Promise<MessageRecord[]> {
  const items = await itemsOf(await tableNamed('Delivery'));
  return items.filter(({ sk }) => sk === messageKey('').sk).map((item) => messageRecord.parse(item));
}

export const messageOf = async (contactId: string): Promise<MessageRecord | undefined> =>
  (await messages()).find((message) => message.contactId === contactId);

/** Everything at rest, as text: tables, queues with what failed, logs. */
export async function everythingStored(): Promise<string> {
  const { TableNames = [] } = await db().send(new ListTablesCommand({}));
  const tables = await Promise.all(TableNames.map(itemsOf));
  const queues = await (await fetch(`${running().endpoint}/_ministack/sqs/messages`)).text();
  return [JSON.stringify(tables), queues, ...(await logLinesSince(0))].join('\n');
}
