import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { randomBytes } from 'node:crypto';
import type { IndexDefinition, TableDefinition } from '#lambdas/platform/keys/table.ts';
import { running } from './running.ts';

const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' as const });
const keyOf = (partition: string, sort: string) => [
  { AttributeName: partition, KeyType: 'HASH' as const },
  { AttributeName: sort, KeyType: 'RANGE' as const },
];
const indexesOf = (definition: TableDefinition) =>
  Object.entries<IndexDefinition>(definition.indexes ?? {}).map(([IndexName, { partitionKey, sortKey, projects }]) => ({
    IndexName,
    KeySchema: keyOf(partitionKey, sortKey),
    Projection:
      typeof projects === 'string'
        ? { ProjectionType: projects === 'keys' ? ('KEYS_ONLY' as const) : ('ALL' as const) }
        : { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...projects] },
  }));

/**
 * Tables of one's own in the engine of the running cloud, as the keys files define them, so that a store is tested against
 * what it will meet. Nothing expires: a test lives by a clock of its own. @returns what takes them away again
 */
export async function ownTables(...definitions: TableDefinition[]): Promise<() => Promise<void>> {
  running();
  const db = new DynamoDBClient({});
  const names: string[] = [];
  for (const definition of definitions) {
    const TableName = `${definition.name}-${randomBytes(4).toString('hex')}`;
    const indexes = indexesOf(definition);
    const attributes = new Set([
      'pk',
      'sk',
      ...indexes.flatMap(({ KeySchema }) => KeySchema.map((key) => key.AttributeName)),
    ]);
    await db.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: keyOf('pk', 'sk'),
        AttributeDefinitions: [...attributes].map(text),
        ...(indexes.length > 0 ? { GlobalSecondaryIndexes: indexes } : {}),
      }),
    );
    process.env[definition.environment] = TableName;
    names.push(TableName);
  }
  return async () => {
    for (const TableName of names) await db.send(new DeleteTableCommand({ TableName }));
  };
}
