import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { campaign } from '#contract/campaigns.ts';
import { client } from '#contract/clients.ts';
import type { Client } from '#contract/clients.ts';
import { lawfulBasis } from '#contract/consent.ts';
import type { LawfulBasis } from '#contract/consent.ts';
import { senderStatus } from '#contract/senders.ts';
import { list } from '#contract/sign-up.ts';
import type { List } from '#contract/sign-up.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { clientKey, directoryTable, kindPrefix, listKey, senderKey } from '#lambdas/platform/keys/directory.ts';
import type { Key } from '#lambdas/platform/keys/table.ts';
import type { EarlierCampaign, Judged } from './rules/check/judged.ts';

const stored = z.object({ v: z.literal(1) }).loose();
const standing = z.object({ status: senderStatus, removedAt: z.string().optional() });
const told = z.object({
  campaignId: z.string(),
  state: campaign.shape.state,
  draft: campaign.shape.draft.pick({ name: true, claims: true }).strip(),
});
/** An import says on which basis its people may be mailed; whoever is on a list otherwise consented. */
const importBasis = z.object({
  listId: z.string(),
  settings: z.object({ evidence: z.object({ basis: lawfulBasis }).optional() }).optional(),
});

/** How many campaigns back a promotion is looked for. */
const mostEarlier = 100;

/** What a check asks the Directory besides the campaign itself. */
export const checkStore = (db: Db, TableName = tableName(directoryTable)) => {
  const item = async (Key: Key): Promise<unknown> => (await db.send(new GetCommand({ TableName, Key }))).Item;

  return {
    async client(clientId: string): Promise<Client | undefined> {
      const found = await item(clientKey(clientId));
      return found === undefined ? undefined : client.strip().parse(stored.parse(found));
    },

    async list(clientId: string, listId: string): Promise<List | undefined> {
      const found = await item(listKey(clientId, listId));
      return found === undefined ? undefined : list.strip().parse(stored.parse(found));
    },

    async sender(clientId: string, domain: string): Promise<Judged['sender']> {
      const found = await item(senderKey(clientId, domain));
      if (found === undefined) return 'absent';
      const { status, removedAt } = standing.parse(found);
      return removedAt === undefined ? status : 'absent';
    },

    /** Every basis that somebody on the list may get a campaign on: consent, and those of its imports but for orders (PR-07). */
    async bases(clientId: string, listId: string): Promise<LawfulBasis[]> {
      const found = new Set<LawfulBasis>(['consent']);
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const page = await db.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :imports)',
            ExpressionAttributeValues: { ':pk': clientKey(clientId).pk, ':imports': kindPrefix('IMPORT') },
            ExclusiveStartKey,
          }),
        );
        for (const each of page.Items ?? []) {
          const { listId: into, settings } = importBasis.parse(each);
          const basis = settings?.evidence?.basis;
          if (into === listId && basis !== undefined && basis !== 'transactional') found.add(basis);
        }
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey);
      return [...found];
    },

    /** The newest campaigns that people got, or will get, without the one asked about. */
    async earlier(clientId: string, campaignId: string): Promise<EarlierCampaign[]> {
      const { Items = [] } = await db.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :campaigns)',
          ExpressionAttributeValues: { ':pk': clientKey(clientId).pk, ':campaigns': kindPrefix('CAMPAIGN') },
          ScanIndexForward: false,
          Limit: mostEarlier,
        }),
      );
      return Items.map((each) => told.parse(each))
        .filter((each) => each.campaignId !== campaignId && !['draft', 'checked', 'cancelled'].includes(each.state))
        .map(({ draft }) => ({ name: draft.name, promotions: draft.claims.promotions }));
    },
  };
};

export type CheckStore = ReturnType<typeof checkStore>;
