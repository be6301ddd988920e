import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { campaign, campaignDraft, content } from '#contract/campaigns.ts';
import type { Campaign, CampaignLine } from '#contract/campaigns.ts';
import { auditPut } from '#lambdas/platform/audit.ts';
import type { Audited } from '#lambdas/platform/audit.ts';
import { transact } from '#lambdas/platform/db.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { campaignKey, clientKey, contentKey, directoryTable, kindPrefix } from '#lambdas/platform/keys/directory.ts';
import { listing } from '#lambdas/platform/listing.ts';
import type { Listing, Paging } from '#lambdas/platform/listing.ts';
import { compiledContent } from './rules/compiled.ts';

const stored = z.object({ v: z.literal(1) }).loose();

/** What stands in the item of a campaign: all but what it says, which is kept apart, by its hash. */
const written = campaign.extend({ draft: campaignDraft.omit({ content: true, text: true }).strip() }).strip();
export type CampaignItem = z.output<typeof written>;

/** What a version of it says: as it was typed, and compiled. Put once and never changed, so its hash is all that a check has to name. */
export const campaignContent = z.object({
  v: z.literal(1),
  campaignId: z.string(),
  content,
  text: z.string().optional(),
  compiled: compiledContent,
});
export type CampaignContent = z.output<typeof campaignContent>;

const readItem = (item: unknown): CampaignItem => written.parse(stored.parse(item));

export const campaignsStore = (db: Db, TableName = tableName(directoryTable)) => ({
  async add(added: CampaignItem, said: CampaignContent, audit: Audited): Promise<void> {
    await putContent(db, TableName, said);
    const Item = { ...campaignKey(added.clientId, added.campaignId), v: 1, ...added };
    await transact(db, [
      { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } },
      auditPut(audit, TableName),
    ]);
  },

  async find(clientId: string, campaignId: string): Promise<CampaignItem | undefined> {
    const { Item } = await db.send(
      new GetCommand({ TableName, Key: campaignKey(clientId, campaignId), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : readItem(Item);
  },

  /** @throws when it was never saved: an item of a campaign names only what is there */
  async content(campaignId: string, contentHash: string): Promise<CampaignContent> {
    const { Item } = await db.send(new GetCommand({ TableName, Key: contentKey(campaignId, contentHash) }));
    return campaignContent.parse(Item);
  },

  /** Newest first: their ids begin with the time. */
  lines: (clientId: string, paging: Paging): Promise<Listing<CampaignLine>> =>
    listing(db, {
      ...paging,
      TableName,
      pk: clientKey(clientId).pk,
      prefix: kindPrefix('CAMPAIGN'),
      newestFirst: true,
      read: (item) => lineOf(readItem(item)),
    }),

  /**
   * @param said what it says now, when that changed
   * @returns false when somebody changed it since `from` was read
   */
  async change(from: CampaignItem, to: CampaignItem, audit: Audited, said?: CampaignContent): Promise<boolean> {
    if (said) await putContent(db, TableName, said);
    const refused = await transact(db, [
      {
        Put: {
          TableName,
          Item: { ...campaignKey(to.clientId, to.campaignId), v: 1, ...to },
          ConditionExpression: '#state = :state AND updatedAt = :was AND #version = :version',
          ExpressionAttributeNames: { '#state': 'state', '#version': 'version' },
          ExpressionAttributeValues: { ':state': from.state, ':was': from.updatedAt, ':version': from.version },
        },
      },
      auditPut(audit, TableName),
    ]);
    return refused === undefined;
  },
});

export type CampaignsStore = ReturnType<typeof campaignsStore>;

/** Without a condition: under its hash stands the same, however often it is put. */
async function putContent(db: Db, TableName: string, said: CampaignContent): Promise<void> {
  await db.send(
    new PutCommand({ TableName, Item: { ...contentKey(said.campaignId, said.compiled.contentHash), ...said } }),
  );
}

const lineOf = ({ draft, ...of }: CampaignItem): CampaignLine => ({
  campaignId: of.campaignId,
  clientId: of.clientId,
  state: of.state,
  version: of.version,
  schedule: of.schedule,
  createdAt: of.createdAt,
  updatedAt: of.updatedAt,
  startedAt: of.startedAt,
  endedAt: of.endedAt,
  name: draft.name,
  subject: draft.subject,
});

export const wholeOf = (item: CampaignItem, said: CampaignContent): Campaign => ({
  ...item,
  draft: { ...item.draft, content: said.content, ...(said.text === undefined ? {} : { text: said.text }) },
});
