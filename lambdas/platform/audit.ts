import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditEntry, Caller } from './caller.ts';
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

/** What a change is written down as, and what stamps it. */
export interface Audited {
  readonly entry: AuditEntry;
  readonly stamp: Stamp;
}

export interface Stamping {
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * The audit event of a change that a person makes: who, what, on what, and why where the route demanded it. Every change of
 * a client's things has one, and stands in one transaction with it.
 */
export const audited = (
  app: Stamping,
  caller: Pick<Caller, 'userName' | 'reason'>,
  clientId: string,
  action: string,
  subject: string,
): Audited => ({
  entry: { clientId, actor: caller.userName, action, subject, reason: caller.reason },
  stamp: { at: app.clock.now(), id: app.ids.next() },
});

/** Append-only. */
const auditItem = (entry: AuditEntry, { at, id }: Stamp) => ({
  ...auditKey(entry.clientId, at, id),
  v: 1,
  at,
  ...entry,
});

const fresh = 'attribute_not_exists(pk)';

/** Stands in a transaction beside what it tells of. */
export const auditPut = ({ entry, stamp }: Audited, TableName = tableName(directoryTable)): TransactItem => ({
  Put: { TableName, Item: auditItem(entry, stamp), ConditionExpression: fresh },
});

export interface AuditTrail {
  /** For what no transaction holds: written first, so that nothing is done that nobody can read of. */
  write(entry: AuditEntry): Promise<void>;
}

export const auditTrail = (db: Db, { clock, ids }: Stamping): AuditTrail => ({
  async write(entry) {
    const Item = auditItem(entry, { at: clock.now(), id: ids.next() });
    await db.send(new PutCommand({ TableName: tableName(directoryTable), Item, ConditionExpression: fresh }));
  },
});
