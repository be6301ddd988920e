import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { abuseReport } from '#contract/abuse.ts';
import type { AbuseReport } from '#contract/abuse.ts';
import { shape } from '#contract/shape.ts';
import { auditPut } from '#lambdas/platform/audit.ts';
import type { Audited } from '#lambdas/platform/audit.ts';
import { day, epochSeconds, hour, later } from '#lambdas/platform/clock.ts';
import { transact, written } from '#lambdas/platform/db.ts';
import type { Db, TransactItem } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { abuseKey, directoryTable, openAbuseKey } from '#lambdas/platform/keys/directory.ts';
import { abuseRateKey, ephemeralTable } from '#lambdas/platform/keys/ephemeral.ts';
import type { Key } from '#lambdas/platform/keys/table.ts';
import { listing } from '#lambdas/platform/listing.ts';
import type { Listing, Paging } from '#lambdas/platform/listing.ts';

/** A report as it is kept: what a person wrote, and their address, are sealed. */
export const keptReport = shape(() =>
  abuseReport()
    .omit({ text: true, sender: true, replyTo: true })
    .extend({ v: z.literal(1), sealed: z.string().optional(), salt: z.string().optional() })
    .strip(),
);
export type KeptReport = z.output<ReturnType<typeof keptReport>>;
type Settled = NonNullable<AbuseReport['settled']>;

/** As long as what became of the messages themselves (requirements.md 2.5). */
const keptForMs = 390 * day;
/** Reports of one network and hour: a person has a handful of mails to report, a script has thousands. */
export const mostPerNetworkAndHour = 10;

export const abuseStore = (db: Db, TableName = tableName(directoryTable)) => ({
  /** @returns false when this very report is there already */
  async add(report: KeptReport): Promise<boolean> {
    const put = (key: Key): TransactItem => ({
      Put: {
        TableName,
        Item: { ...key, ...report, expiresAt: epochSeconds(later(report.at, keptForMs)) },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    });
    const refused = await transact(db, [
      put(abuseKey(report.clientId, report.reportId)),
      put(openAbuseKey(report.reportId)),
    ]);
    return refused === undefined;
  },

  /** Newest first. */
  ofClient: (clientId: string, paging: Paging): Promise<Listing<KeptReport>> =>
    listing(db, { ...paging, TableName, pk: abuseKey(clientId, '').pk, newestFirst: true, read: read }),

  /** Newest first, of all clients. A page may be shorter than asked for. */
  async open(paging: Paging): Promise<Listing<KeptReport>> {
    const page = await listing(db, { ...paging, TableName, pk: openAbuseKey('').pk, newestFirst: true, read });
    return { ...page, items: page.items.filter(({ settled }) => settled === undefined) };
  },

  async findOpen(reportId: string): Promise<KeptReport | undefined> {
    const { Item } = await db.send(new GetCommand({ TableName, Key: openAbuseKey(reportId), ConsistentRead: true }));
    return Item === undefined ? undefined : read(Item);
  },

  /** @returns false when somebody settled it meanwhile */
  async settle({ clientId, reportId }: KeptReport, settled: Settled, audit: Audited): Promise<boolean> {
    const update = (Key: Key, more = '', values = {}): TransactItem => ({
      Update: {
        TableName,
        Key,
        UpdateExpression: `SET settled = :settled${more}`,
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(settled)',
        ExpressionAttributeValues: { ':settled': settled, ...values },
      },
    });
    const refused = await transact(db, [
      update(abuseKey(clientId, reportId)),
      update(openAbuseKey(reportId), ', expiresAt = :soon', { ':soon': epochSeconds(later(settled.at, day)) }),
      auditPut(audit, TableName),
    ]);
    return refused === undefined;
  },
});
export type AbuseStore = ReturnType<typeof abuseStore>;

const read = (item: unknown): KeptReport => keptReport().parse(item);

/** @returns false when this network reported more than people do */
export const abuseRate = (db: Db) => (networkHash: string, at: string) =>
  written(
    db.send(
      new UpdateCommand({
        TableName: tableName(ephemeralTable),
        Key: abuseRateKey(networkHash, at.slice(0, 13)),
        UpdateExpression: 'ADD reports :one SET expiresAt = :expiresAt',
        ConditionExpression: 'attribute_not_exists(reports) OR reports < :most',
        ExpressionAttributeValues: {
          ':one': 1,
          ':most': mostPerNetworkAndHour,
          ':expiresAt': epochSeconds(later(at, 2 * hour)),
        },
      }),
    ),
  );
