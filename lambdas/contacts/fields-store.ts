import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { fieldDefinition } from '#contract/contacts.ts';
import type { FieldDefinition } from '#contract/contacts.ts';
import type { Db, TransactItem } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { directoryTable, fieldsKey } from '#lambdas/platform/keys/directory.ts';

const declaredFields = z.object({ v: z.literal(1), fields: z.array(fieldDefinition) });

/** Fields of a list that its imports declared, in the Directory. */
export const fieldsStore = (db: Db, TableName = tableName(directoryTable)) => ({
  async declared(clientId: string, listId: string): Promise<FieldDefinition[]> {
    const { Item } = await db.send(new GetCommand({ TableName, Key: fieldsKey(clientId, listId) }));
    return Item === undefined ? [] : declaredFields.parse(Item).fields;
  },

  /** Stands in the transaction that starts an import. Fields are only ever added: as many as before means the same. */
  declare(clientId: string, listId: string, before: number, fields: readonly FieldDefinition[]): TransactItem {
    return {
      Put: {
        TableName,
        Item: { ...fieldsKey(clientId, listId), v: 1, fields },
        ConditionExpression: before === 0 ? 'attribute_not_exists(pk)' : 'size(#fields) = :before',
        ...(before === 0
          ? {}
          : { ExpressionAttributeNames: { '#fields': 'fields' }, ExpressionAttributeValues: { ':before': before } }),
      },
    };
  },
});

export type FieldsStore = ReturnType<typeof fieldsStore>;
