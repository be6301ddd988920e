import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { outcomeCounts } from '#contract/figures.ts';
import type { Figures } from '#contract/figures.ts';
import { day, epochSeconds, later } from '#lambdas/platform/clock.ts';
import { transact } from '#lambdas/platform/db.ts';
import type { Db, TransactItem } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { getMany } from '#lambdas/platform/get-many.ts';
import {
  clientDayKey,
  clientDaysPartition,
  deliveryTable,
  figuresKey,
  figuresOfCampaign,
  foldedKey,
} from '#lambdas/platform/keys/delivery.ts';
import type { Key } from '#lambdas/platform/keys/table.ts';
import { accountScope, campaignScope, clientScope, ratesUpdate } from './rates-store.ts';
import type { Counter } from './rules/contribution.ts';
import { figuresOf } from './rules/figures-of.ts';
import type { Folded } from './rules/folding.ts';
import type { RateSums } from './rules/rates.ts';

interface PartOf {
  readonly campaignId: string;
  readonly part: string;
}

/** One transaction: what was counted of some messages, and the counters, which cannot be one without the other. */
export interface Fold {
  readonly clientId: string;
  readonly campaignId: string;
  readonly parts: readonly {
    readonly part: string;
    readonly from: Folded;
    readonly places: Readonly<Record<string, string>>;
  }[];
  readonly counters: ReadonlyMap<Counter, number>;
  /** By the day on which the messages were sent. */
  readonly days: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly rates: RateSums | undefined;
  readonly now: string;
}

/** A transaction holds a hundred items: figures, days and rates need some of them. */
export const mostPartsAtOnce = 60;
/** As long as the messages themselves (platform/message-log.ts); figures of a client's days two years. */
const keptForMs = 390 * day;
const daysKeptForMs = 750 * day;

const none: Folded = { version: 0, places: {} };

export const figuresStore = (db: Db, TableName = tableName(deliveryTable)) => ({
  /** By part; one that was never counted is there too, empty. At most a hundred. */
  async folded(campaignId: string, parts: readonly string[]): Promise<ReadonlyMap<string, Folded>> {
    const found = new Map(parts.map((part) => [part, none]));
    const keys = parts.map((part) => foldedKey(campaignId, part));
    for await (const item of getMany(db, TableName, keys)) {
      const { part, ...folded } = foldedItem.parse(item);
      found.set(part, folded);
    }
    return found;
  },

  /** @returns false when another worker counted messages of one of these parts meanwhile: nothing was written */
  async fold({ clientId, campaignId, parts, counters, days, rates, now }: Fold): Promise<boolean> {
    const expiresAt = epochSeconds(later(now, keptForMs));
    const figures = new Map<string, Map<string, number>>();
    for (const [counter, amount] of counters) {
      const [item = '', name = ''] = counter.split(' ');
      figures.set(item, (figures.get(item) ?? new Map<string, number>()).set(name, amount));
    }
    const refused = await transact(db, [
      ...parts.map(({ part, from, places }) => foldedPut(TableName, { campaignId, part, from, places, expiresAt })),
      ...[...figures].map(([item, amounts]) =>
        addition(TableName, figuresKey(campaignId, figuresItem.parse(item)), amounts, { expiresAt, clientId }),
      ),
      ...[...days].map(([of, amounts]) =>
        addition(TableName, clientDayKey(clientId, of), amounts, {
          expiresAt: epochSeconds(later(now, daysKeptForMs)),
        }),
      ),
      ...(rates
        ? [campaignScope(campaignId), clientScope(clientId), accountScope].map((scope) =>
            ratesUpdate(scope, rates, now, TableName),
          )
        : []),
    ]);
    return refused === undefined;
  },

  /** One query of a few items, whatever the campaign's size. */
  async figures(campaignId: string): Promise<Figures> {
    const { pk, prefix } = figuresOfCampaign(campaignId);
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': pk, ':prefix': prefix },
        ConsistentRead: true,
      }),
    );
    return figuresOf(Items);
  },

  /** @param from `2026-11-01`, @param to the last day, with it */
  async clientDays(clientId: string, from: string, to: string) {
    const { Items = [] } = await db.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':pk': clientDaysPartition(clientId), ':from': from, ':to': to },
      }),
    );
    return Items.map((item) => ({ day: dayOf.parse(item).sk, counts: outcomeCounts.parse(item) }));
  },
});
export type FiguresStore = ReturnType<typeof figuresStore>;

const figuresItem = z.union([z.enum(['TOTALS', 'LINKS']), z.templateLiteral(['HOURS#', z.iso.date()])]);
const dayOf = z.object({ sk: z.string() });
const foldedItem = z.object({ part: z.string(), version: z.int(), places: z.record(z.string(), z.string()) });

const foldedPut = (
  TableName: string,
  of: PartOf & { readonly from: Folded; readonly places: Readonly<Record<string, string>>; readonly expiresAt: number },
): TransactItem => ({
  Put: {
    TableName,
    Item: {
      ...foldedKey(of.campaignId, of.part),
      v: 1,
      part: of.part,
      version: of.from.version + 1,
      places: { ...of.from.places, ...of.places },
      expiresAt: of.expiresAt,
    },
    ConditionExpression: of.from.version === 0 ? 'attribute_not_exists(pk)' : 'version = :version',
    ...(of.from.version === 0 ? {} : { ExpressionAttributeValues: { ':version': of.from.version } }),
  },
});

/** Without a condition of its own: those of the parts hold for it. */
function addition(
  TableName: string,
  key: Key,
  amounts: ReadonlyMap<string, number>,
  also: Readonly<Record<string, string | number>>,
): TransactItem {
  const all = [...amounts];
  const more = Object.entries(also);
  return {
    Update: {
      TableName,
      Key: key,
      UpdateExpression: `SET v = :v, ${more.map(([name]) => `${name} = :${name}`).join(', ')} ADD ${all.map((_, at) => `#n${at} :n${at}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(all.map(([name], at) => [`#n${at}`, name])),
      ExpressionAttributeValues: {
        ':v': 1,
        ...Object.fromEntries(more.map(([name, value]) => [`:${name}`, value])),
        ...Object.fromEntries(all.map(([, amount], at) => [`:n${at}`, amount])),
      },
    },
  };
}
