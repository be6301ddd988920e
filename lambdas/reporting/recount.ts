import type { Figures } from '#contract/figures.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { later, second } from '#lambdas/platform/clock.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { getMany } from '#lambdas/platform/get-many.ts';
import { messageKey } from '#lambdas/platform/keys/delivery.ts';
import { messageRecord } from '#lambdas/platform/message-log.ts';
import type { MessageRecord } from '#lambdas/platform/message-log.ts';
import { campaignParts } from '#lambdas/sending/campaign-parts.ts';
import type { CampaignPart } from '#lambdas/sending/campaign-parts.ts';
import { messageIdOf } from '#lambdas/sending/rules/names.ts';
import { figuresStore } from './figures-store.ts';
import { add } from './rules/contribution.ts';
import type { Counter } from './rules/contribution.ts';
import { figuresIn } from './rules/figures-of.ts';
import { recount as addedUp } from './rules/recount.ts';
import { differencesOf, isBehind } from './rules/recounting.ts';
import type { Difference } from './rules/recounting.ts';

export interface RecountApp {
  readonly db: Db;
  /** `Delivery`, as it is deployed. */
  readonly table: string;
  readonly clock: Clock;
  readonly pause: (ms: number) => Promise<void>;
  /** @param share of the messages, 0 to 1 */
  readonly tell: (share: number) => void;
}

export interface Recounted {
  readonly campaignId: string;
  readonly messages: number;
  readonly equal: boolean;
  readonly differences: readonly Difference[];
  /** Messages of which something came that is not in the counters yet. */
  readonly behind: number;
}

const betweenLooksMs = 5 * second;

/**
 * A campaign's figures from its messages alone, as they stand, against the counters. Where they differ it looks again until
 * `graceMs` is over: events that came meanwhile are in a message seconds before they are counted.
 * @throws with a sentence when there is no such campaign, or nobody was planned for it
 */
export async function recount(
  { clientId, campaignId }: { readonly clientId: string; readonly campaignId: string },
  graceMs: number,
  app: RecountApp,
): Promise<Recounted> {
  const until = later(app.clock.now(), graceMs);
  for (;;) {
    const found = await campaignParts(app.db, campaignId, app.table);
    if (found?.clientId !== clientId)
      throw new Error(`client ${clientId} has sent no campaign ${campaignId}: are the ids right, and their order`);
    const { messages, figures, behind } = await countAgain(campaignId, found.parts, app);
    // The counters last: what is counted while this reads is missing here, never too much.
    const kept = await figuresStore(app.db, app.table).figures(campaignId);
    const differences = differencesOf(kept, figures);
    const equal = differences.length === 0;
    if (equal || later(app.clock.now(), betweenLooksMs) > until)
      return { campaignId, messages, equal, differences, behind };
    await app.pause(betweenLooksMs);
  }
}

interface Counted {
  readonly messages: number;
  readonly figures: Figures;
  readonly behind: number;
}

/** Reads wait on the network: some at a time. */
const atOnce = 8;

async function countAgain(campaignId: string, parts: readonly CampaignPart[], app: RecountApp): Promise<Counted> {
  const counters = new Map<Counter, number>();
  let [messages, behind, done] = [0, 0, 0];
  const waiting = parts.values();
  const work = async (): Promise<void> => {
    for (const part of waiting) {
      const records = await messagesOf(app, campaignId, await part.contactIds());
      const folded = (await figuresStore(app.db, app.table).folded(campaignId, [part.part])).get(part.part);
      const counted = records.map((record) => ({ ...record, variant: record.variant ?? 'a' }));
      for (const [counter, amount] of addedUp(counted)) add(counters, counter, amount);
      behind += records.filter((record) => isBehind(record, folded)).length;
      messages += records.length;
      app.tell(++done / parts.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return { messages, figures: figuresIn(counters), behind };
}

/** Of up to fifty people; who was never sent anything has none. */
async function messagesOf(
  { db, table }: RecountApp,
  campaignId: string,
  contactIds: readonly string[],
): Promise<MessageRecord[]> {
  const keys = contactIds.map((contactId) => messageKey(messageIdOf(campaignId, contactId)));
  const found: MessageRecord[] = [];
  for await (const item of getMany(db, table, keys)) found.push(messageRecord.parse(item));
  return found;
}
