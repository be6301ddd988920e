import type { Client } from '#contract/clients.ts';
import type { CampaignItem, SendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import { openProfile } from '#lambdas/consent/open-profile.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import type { MembersStore } from '#lambdas/contacts/members-store.ts';
import { asksForFields } from '#lambdas/contacts/rules/matches.ts';
import type { Member } from '#lambdas/contacts/rules/member-of.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import type { Queue } from '#lambdas/platform/queue.ts';
import type { Sealer } from '#lambdas/platform/sealing.ts';
import type { ReachedCap } from './frequency-caps.ts';
import type { LaneMessage, PlanMessage } from './plan-message.ts';
import { inBatches } from './rules/batches.ts';
import { restLaneOf } from './rules/lanes.ts';
import { pick, withoutCapped } from './rules/planned-page.ts';
import type { Addressee, Plan } from './rules/run.ts';
import { isTested } from './rules/variants.ts';
import type { PlannedPage, RunsStore } from './runs-store.ts';

export interface PartitionApp {
  readonly clock: Clock;
  readonly campaigns: Pick<SendableCampaigns, 'find'>;
  readonly members: Pick<MembersStore, 'page'>;
  readonly standings: (addressKeys: readonly string[]) => Promise<Map<string, Standing>>;
  readonly sealer: () => Promise<Sealer>;
  readonly client: (clientId: string) => Promise<Pick<Client, 'frequencyCap'> | undefined>;
  readonly reachedCap: ReachedCap;
  readonly runs: Pick<RunsStore, 'plan' | 'addPage'>;
  readonly sendQueue: () => Queue;
  readonly planQueue: () => Queue;
}

/** Ten batches in one transaction, which takes a hundred writes. */
const pageSize = 500;
/** Then the next run goes on: half of what the function may take. */
const longestRunMs = 20_000;

/**
 * Reads a partition of the list page by page. The batches of a page, the place where the next begins and the counts are one
 * write under the condition that nobody made it before: whatever interrupts it, the plan comes out the same.
 */
export async function planPartition(
  message: Extract<PlanMessage, { kind: 'partition' }>,
  app: PartitionApp,
): Promise<void> {
  const { clientId, campaignId, partition } = message;
  const until = Date.parse(app.clock.now()) + longestRunMs;
  let plan = await app.runs.plan(campaignId, partition);
  while (plan) {
    const campaign = await app.campaigns.find(clientId, campaignId);
    // Paused: who resumes it wakes this up. Cancelled: whoever holds the lane winds it up.
    if (campaign?.state !== 'sending') return;
    const lanes = campaign.draft.variants === undefined ? [partition] : [partition, restLaneOf(partition)];
    // A lane without anybody is woken too: it is finished by whoever finds nothing to do in it.
    if (plan.plannedAt !== undefined) return wakeLanes(message, lanes, app);
    if (Date.parse(app.clock.now()) > until) return app.planQueue().send(message);
    const page = await nextPage(campaign, plan, app);
    plan = await app.runs.addPage(campaignId, plan, page, app.clock.now());
    // The last page wakes them at the next turn.
    if (plan && page.cursor !== undefined && page.batches.length + page.restBatches.length > 0)
      await wakeLanes(message, lanes, app);
  }
}

async function nextPage(campaign: CampaignItem, from: Plan, app: PartitionApp): Promise<PlannedPage> {
  const { listId, filter, variants } = campaign.draft;
  const { members, last } = await app.members.page(listId, from.partition, { after: from.cursor, limit: pageSize });
  const fields = filter && asksForFields(filter) ? await fieldsOf(members, app) : undefined;
  const picked = pick(members, filter, app.clock.now(), ({ addressKey }) => (fields ? fields.get(addressKey) : {}));
  const { people, leftOut } = withoutCapped(picked, await capped(picked.people, campaign, app));
  const goesFirst = ({ contactId }: Addressee) => variants === undefined || isTested(variants, campaign, contactId);
  return {
    cursor: last,
    batches: inBatches(people.filter(goesFirst)),
    restBatches: inBatches(people.filter((person) => !goesFirst(person))),
    leftOut,
  };
}

async function capped(people: readonly Addressee[], campaign: CampaignItem, app: PartitionApp) {
  const cap = (await app.client(campaign.clientId))?.frequencyCap ?? undefined;
  return app.reachedCap(
    campaign,
    cap,
    people.map(({ contactId }) => contactId),
  );
}

type Fields = Readonly<Record<string, string | number | boolean>>;

/** What people told is sealed: opened only where the campaign's filter asks for it. */
async function fieldsOf(members: readonly Member[], app: PartitionApp): Promise<Map<string, Fields>> {
  const sealing = await app.sealer();
  const keys = members.filter(({ status }) => status === 'subscribed').map(({ addressKey }) => addressKey);
  const found = new Map<string, Fields>();
  for (const [addressKey, standing] of await app.standings(keys)) {
    const profile = openProfile(sealing, standing);
    if (profile) found.set(addressKey, profile.fields ?? {});
  }
  return found;
}

/** Woken once too often, a lane goes back to sleep. */
const wakeLanes = (
  { clientId, campaignId }: Extract<PlanMessage, { kind: 'partition' }>,
  lanes: readonly number[],
  app: PartitionApp,
): Promise<void> => app.sendQueue().sendAll(lanes.map((lane): LaneMessage => ({ clientId, campaignId, lane })));
