import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditEntry } from './caller.ts';
import type { Clock } from './clock.ts';
import type { Db, TransactItem } from './db.ts';
import { tableName } from './environment.ts';
import type { Ids } from './ids.ts';
import { auditKey, directoryTable } from './keys/directory.ts';

/** When an audit event was, and what it is called. */
export interface Stamp {
  readonly at: string;
  readonly id: string;
}

/** Append-only. */
const auditItem = (entry: AuditEntry, at: string, id: string) => ({
  ...auditKey(entry.clientId, at, id),
  v: 1,
  at,
  ...entry,
});

/** Stands in a transaction beside what it tells of. */
export const auditPut = (entry: AuditEntry, { at, id }: Stamp, TableName: string): TransactItem => ({
  Put: { TableName, Item: auditItem(entry, at, id), ConditionExpression: 'attribute_not_exists(pk)' },
});

export const auditTrail = (db: Db, clock: Clock, ids: Ids) => ({
  async write(entry: AuditEntry): Promise<void> {
    const Item = auditItem(entry, clock.now(), ids.next());
    await db.send(
      new PutCommand({ TableName: tableName(directoryTable), Item, ConditionExpression: 'attribute_not_exists(pk)' }),
    );
  },
});
