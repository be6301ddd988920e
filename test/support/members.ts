import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { standingKey } from '#lambdas/platform/keys/consent.ts';
import { memberKey } from '#lambdas/platform/keys/directory.ts';
import { member } from '#lambdas/contacts/rules/member-of.ts';
import type { Member } from '#lambdas/contacts/rules/member-of.ts';
import { db, tableNamed } from './stored.ts';

export async function memberOf(listId: string, contactId: string): Promise<Member | undefined> {
  const Key = memberKey(listId, contactId);
  const { Item } = await db().send(new GetCommand({ TableName: await tableNamed('Directory'), Key }));
  return Item === undefined ? undefined : member.parse(Item);
}

/** As if the basis of this member had run out yesterday. */
export async function letRunOut(listId: string, contactId: string): Promise<void> {
  const yesterday = new Date(Date.now() - 24 * 3600_000).toISOString();
  const { addressKey } = (await memberOf(listId, contactId))!;
  const values = { ExpressionAttributeValues: { ':then': yesterday } };
  await db().send(
    new UpdateCommand({
      TableName: await tableNamed('Consent'),
      Key: standingKey(addressKey),
      UpdateExpression: 'SET lists.#list.basisExpiresAt = :then',
      ExpressionAttributeNames: { '#list': listId },
      ...values,
    }),
  );
  await db().send(
    new UpdateCommand({
      TableName: await tableNamed('Directory'),
      Key: memberKey(listId, contactId),
      UpdateExpression: 'SET basisExpiresAt = :then',
      ...values,
    }),
  );
}
