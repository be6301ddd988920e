import { GetSecretValueCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ScanCommandOutput } from '@aws-sdk/lib-dynamodb';
import { consentEvent, sealedDetails } from '#contract/consent.ts';
import type { ConsentEvent, SealedDetails } from '#contract/consent.ts';
import { standing } from '#lambdas/consent/rules/standing.ts';
import { standingKey } from '#lambdas/platform/keys/consent.ts';
import { eventKey } from '#lambdas/platform/keys/ledger.ts';
import { parseConfirmToken } from '#lambdas/platform/link-tokens.ts';
import { open, sealer } from '#lambdas/platform/sealing.ts';
import type { Mail } from './mails.ts';
import { running } from './running.ts';
import { db, tableNamed } from './stored.ts';
import type { TableName } from './stored.ts';

/** How many items the tables hold together. */
export async function countItems(...names: TableName[]): Promise<number> {
  const counts = await Promise.all(names.map(async (name) => itemsIn(await tableNamed(name))));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Page by page: a scan reads one megabyte at a time. */
async function itemsIn(TableName: string): Promise<number> {
  let count = 0;
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page: ScanCommandOutput = await db().send(new ScanCommand({ TableName, Select: 'COUNT', ExclusiveStartKey }));
    count += page.Count ?? 0;
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return count;
}

export async function secretNamed(name: 'AddressSecret' | 'LinkSecret' | 'OriginSecret'): Promise<string> {
  running();
  const secrets = new SecretsManagerClient({});
  const { SecretList = [] } = await secrets.send(new ListSecretsCommand({}));
  const { SecretString = '' } = await secrets.send(
    new GetSecretValueCommand({ SecretId: SecretList.find(({ Name }) => Name?.includes(name))?.ARN }),
  );
  return SecretString;
}

/** What the ledger says of the request that a confirm mail is about, and what it has sealed. */
export async function requestOf(mail: Mail): Promise<{ event: ConsentEvent; details: SealedDetails }> {
  const { addressKey } = parseConfirmToken(mail.links[0]!.split('/c/')[1]!)!;
  const standingItem = await db().send(
    new GetCommand({ TableName: await tableNamed('Consent'), Key: standingKey(addressKey) }),
  );
  const { contactId, salt } = standing().parse(standingItem.Item);
  const eventItem = await db().send(
    new GetCommand({ TableName: await tableNamed('Ledger'), Key: eventKey(contactId, 1) }),
  );
  const event = consentEvent().strip().parse(eventItem.Item);
  const key = sealer(await secretNamed('AddressSecret')).keyOf(salt!, contactId);
  return { event, details: sealedDetails().parse(open(key, { contactId, seq: 1 }, event.sealed!)) };
}

/** Lets eight days pass for the request that a confirm mail is about. */
export async function expire(mail: Mail): Promise<void> {
  const { addressKey } = parseConfirmToken(mail.links[0]!.split('/c/')[1]!)!;
  const TableName = await tableNamed('Consent');
  const Key = standingKey(addressKey);
  const { lists } = standing().parse((await db().send(new GetCommand({ TableName, Key }))).Item);
  const eightDaysAgo = new Date(Date.now() - 8 * 24 * 3600_000).toISOString();
  await db().send(
    new UpdateCommand({
      TableName,
      Key,
      UpdateExpression: 'SET lists.#list.pending.expiresAt = :then',
      ExpressionAttributeNames: { '#list': Object.keys(lists)[0]! },
      ExpressionAttributeValues: { ':then': eightDaysAgo },
    }),
  );
}
