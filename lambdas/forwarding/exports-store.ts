import { GetCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { instant } from '#contract/common.ts';
import { contactExport } from '#contract/forwarding.ts';
import { auditPut } from '#lambdas/platform/audit.ts';
import type { Audited } from '#lambdas/platform/audit.ts';
import { day, epochSeconds, later } from '#lambdas/platform/clock.ts';
import { written } from '#lambdas/platform/db.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { directoryTable, exportKey } from '#lambdas/platform/keys/directory.ts';

/** Where the next part of an export begins. */
const progress = z.object({
  uploadId: z.string(),
  /** Names of the columns after the fixed ones; they stay as they were at the start. */
  fields: z.array(z.string()),
  /** ETags, in order. */
  parts: z.array(z.string()),
  partition: z.int(),
  afterContactId: z.string().optional(),
  rows: z.int(),
  bytes: z.int(),
});
export type Progress = z.output<typeof progress>;

export const keptExport = z.object({
  v: z.literal(1),
  ...contactExport().omit({ url: true }).shape,
  clientId: z.string(),
  progress: progress.optional(),
  /** When a part was last written. */
  touchedAt: instant,
  expiresAt: z.int(),
});
export type KeptExport = z.output<typeof keptExport>;

export type ExportEnd =
  | { readonly status: 'ready'; readonly rows: number }
  /** As the client reads it. */
  | { readonly status: 'failed'; readonly because: string };

/** The file goes after a day (lib/data-stack.ts); what tells of it goes with it. */
const keptForMs = day;

/** Exports of a client, in the Directory. */
export const exportsStore = (db: Db, TableName = tableName(directoryTable)) => ({
  async add(added: Omit<KeptExport, 'v' | 'expiresAt'>, audit: Audited): Promise<void> {
    const expiresAt = epochSeconds(later(added.createdAt, keptForMs));
    const Item = { ...exportKey(added.clientId, added.exportId), v: 1, ...added, expiresAt };
    await db.send(
      new TransactWriteCommand({
        TransactItems: [{ Put: { TableName, Item, ConditionExpression: fresh } }, auditPut(audit, TableName)],
      }),
    );
  },

  async find(clientId: string, exportId: string): Promise<KeptExport | undefined> {
    const Key = exportKey(clientId, exportId);
    const { Item } = await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item === undefined ? undefined : keptExport.parse(Item);
  },

  /** @param parts how many there were when `to` was made: a part that was written twice counts once. @returns false then */
  async advance(
    { clientId, exportId }: KeptExport,
    parts: number | undefined,
    to: Progress,
    at: string,
  ): Promise<boolean> {
    return written(
      db.send(
        new UpdateCommand({
          TableName,
          Key: exportKey(clientId, exportId),
          UpdateExpression: 'SET progress = :to, touchedAt = :at',
          ConditionExpression: `#status = :running AND ${parts === undefined ? 'attribute_not_exists(progress)' : 'size(progress.parts) = :parts'}`,
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':to': to,
            ':at': at,
            ':running': 'running',
            ...(parts === undefined ? {} : { ':parts': parts }),
          },
        }),
      ),
    );
  },

  /** @returns false when it was over already */
  async finish({ clientId, exportId }: KeptExport, end: ExportEnd): Promise<boolean> {
    const failed = end.status === 'failed';
    return written(
      db.send(
        new UpdateCommand({
          TableName,
          Key: exportKey(clientId, exportId),
          UpdateExpression: `SET #status = :status, ${failed ? 'because = :because' : '#rows = :rows'} REMOVE progress`,
          ConditionExpression: '#status = :running',
          ExpressionAttributeNames: { '#status': 'status', ...(failed ? {} : { '#rows': 'rows' }) },
          ExpressionAttributeValues: {
            ':status': end.status,
            ':running': 'running',
            ...(failed ? { ':because': end.because } : { ':rows': end.rows }),
          },
        }),
      ),
    );
  },
});

export type ExportsStore = ReturnType<typeof exportsStore>;

const fresh = 'attribute_not_exists(pk)';
