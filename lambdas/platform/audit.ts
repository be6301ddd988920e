import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditEntry } from './caller.ts';
import type { Clock } from './clock.ts';
import type { Db } from './db.ts';
import { tableName } from './environment.ts';
import type { Ids } from './ids.ts';
import { auditKey, directoryTable } from './keys/directory.ts';

/** The item of an audit event: append-only, so it can stand in a transaction beside what it tells of. */
export const auditItem = (entry: AuditEntry, at: string, id: string) => ({
  ...auditKey(entry.clientId, at, id),
  v: 1,
  at,
  ...entry,
});

export const auditTrail = (db: Db, clock: Clock, ids: Ids) => ({
  async write(entry: AuditEntry): Promise<void> {
    const Item = auditItem(entry, clock.now(), ids.next());
    await db.send(
      new PutCommand({ TableName: tableName(directoryTable), Item, ConditionExpression: 'attribute_not_exists(pk)' }),
    );
  },
});
