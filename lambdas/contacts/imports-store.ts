import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { sha256, id, instant } from '#contract/common.ts';
import { contactImport } from '#contract/contacts.ts';
import type { Notice } from '#contract/consent.ts';
import { auditPut } from '#lambdas/platform/audit.ts';
import type { Audited } from '#lambdas/platform/audit.ts';
import { transact } from '#lambdas/platform/db.ts';
import type { Db, TransactItem } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { clientKey, directoryTable, importKey, kindPrefix } from '#lambdas/platform/keys/directory.ts';
import { ledgerTable, noticeKey } from '#lambdas/platform/keys/ledger.ts';
import { listing } from '#lambdas/platform/listing.ts';
import type { Listing, Paging } from '#lambdas/platform/listing.ts';
import { signals } from './rules/suspicion.ts';

/** Where the next turn of an import begins. */
const progress = z.object({
  step: z.enum(['transcode', 'check', 'report', 'import']),
  /** Counts turns: what a turn leads to is written once, however often it is done. */
  turn: z.int(),
  offset: z.int(),
  /** Bytes that this step reads. */
  size: z.int(),
  line: z.int(),
  skipping: z.boolean(),
  /** Of the file in UTF-8, or of the report, while it is written. */
  uploadId: z.string().optional(),
  parts: z.array(z.string()),
  /** Bytes of UTF-8 so far. */
  written: z.int(),
  /** Turns that refused rows: each has written a file of them. */
  refusedIn: z.array(z.int()),
});
export type Progress = z.output<typeof progress>;

export const keptImport = z.object({
  v: z.literal(1),
  ...contactImport.omit({ percent: true }).shape,
  /** The file as it was looked at: what is read must be that one. */
  source: z.object({ etag: z.string(), size: z.int(), mark: z.boolean() }).optional(),
  noticeId: id.optional(),
  noticeSha256: sha256.optional(),
  /** Nothing was agreed to after it. */
  startedAt: instant.optional(),
  signals,
  /** Since when its refused rows can be downloaded. */
  reportedAt: instant.optional(),
  progress: progress.optional(),
  /** When it last moved. */
  touchedAt: instant,
});
export type KeptImport = z.output<typeof keptImport>;

const readItem = (item: unknown): KeptImport => keptImport.parse(item);

/** A step begins at the beginning of the file, which may carry a byte order mark. */
export const beginningOf = (
  step: Progress['step'],
  turn: number,
  { offset, size }: { offset: number; size: number },
): Progress => ({
  step,
  turn,
  offset,
  size,
  line: 1,
  skipping: false,
  parts: [],
  written: 0,
  refusedIn: [],
});

/** A byte order mark stands in the posted file alone: it is not in what is written here. */
export const markOf = ({ source, dialect }: Pick<KeptImport, 'source' | 'dialect'>): number =>
  source?.mark && dialect?.encoding === 'utf-8' ? 3 : 0;

/** Imports of a client, in the Directory. They stay: who brought whom is asked for years after. */
export const importsStore = (db: Db, TableName = tableName(directoryTable)) => {
  const put = (kept: KeptImport, condition: object): TransactItem => ({
    Put: { TableName, Item: { ...importKey(kept.clientId, kept.importId), ...kept }, ...condition },
  });
  const unmoved = ({ status, touchedAt, progress: at }: KeptImport) => ({
    ConditionExpression: `#status = :status AND touchedAt = :touched AND ${at ? 'progress.turn = :turn' : 'attribute_not_exists(progress)'}`,
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: { ':status': status, ':touched': touchedAt, ...(at ? { ':turn': at.turn } : {}) },
  });
  return {
    async add(added: KeptImport, audit: Audited): Promise<void> {
      const fresh = put(added, { ConditionExpression: 'attribute_not_exists(pk)' });
      if (await transact(db, [fresh, auditPut(audit, TableName)])) throw new Error('an id was given out a second time');
    },

    async find(clientId: string, importId: string): Promise<KeptImport | undefined> {
      const Key = importKey(clientId, importId);
      const { Item } = await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item === undefined ? undefined : readItem(Item);
    },

    page: (clientId: string, paging: Paging): Promise<Listing<KeptImport>> =>
      listing(db, {
        ...paging,
        TableName,
        pk: clientKey(clientId).pk,
        prefix: kindPrefix('IMPORT'),
        newestFirst: true,
        read: readItem,
      }),

    /** Counts and place are one item: a turn that is done twice counts once. @returns false when it moved since `from` was read */
    async change(from: KeptImport, to: KeptImport, audit?: Audited): Promise<boolean> {
      const writes = [put(to, unmoved(from)), ...(audit ? [auditPut(audit, TableName)] : [])];
      return (await transact(db, writes)) === undefined;
    },

    /** What people were told is kept for good in the transaction that begins to rely on it. @returns false when it moved */
    async start(
      from: KeptImport,
      to: KeptImport,
      { notice, fields }: { readonly notice: Notice; readonly fields?: TransactItem },
      audit: Audited,
    ): Promise<boolean> {
      const kept: TransactItem = {
        Put: {
          TableName: tableName(ledgerTable),
          Item: { ...noticeKey(notice.noticeId), ...notice },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      };
      const writes = [put(to, unmoved(from)), kept, ...(fields ? [fields] : []), auditPut(audit, TableName)];
      return (await transact(db, writes)) === undefined;
    },
  };
};

export type ImportsStore = ReturnType<typeof importsStore>;
