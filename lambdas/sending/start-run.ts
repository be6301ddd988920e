import type { CampaignState, ComplianceReport } from '#contract/campaigns.ts';
import type { CampaignItem, SendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import { memberPartitions } from '#lambdas/platform/keys/directory.ts';
import type { Queue } from '#lambdas/platform/queue.ts';
import { assent, moveCampaign } from './move-campaign.ts';
import type { MoveParts } from './move-campaign.ts';
import type { LaneMessage, PlanMessage } from './plan-message.ts';
import { lanesToWake } from './rules/lanes.ts';
import { refusalOf } from './rules/pace.ts';
import type { Account } from './rules/pace.ts';
import type { Plan, RunView } from './rules/run.ts';
import type { RunsStore } from './runs-store.ts';

export interface StartApp extends MoveParts {
  readonly campaigns: Pick<SendableCampaigns, 'find' | 'change'>;
  /** Judges once more what will really be sent. */
  readonly check: (campaign: CampaignItem) => Promise<ComplianceReport>;
  readonly account: () => Promise<Account>;
  readonly runs: Pick<RunsStore, 'open' | 'view'>;
  readonly planQueue: () => Queue;
  readonly sendQueue: () => Queue;
}

/** Its time has come. What was taken back or changed since then does not begin. */
export async function start(
  { clientId, campaignId, version }: Extract<PlanMessage, { kind: 'start' }>,
  app: StartApp,
): Promise<void> {
  const campaign = await app.campaigns.find(clientId, campaignId);
  if (campaign?.version !== version) return;
  await wake(campaign, app);
}

/**
 * Wakes whatever has work left, and begins what was not begun yet: the first time, after a pause, to wind up what was
 * cancelled, and after a worker died over it. Once too often does no harm.
 */
export async function wake(campaign: CampaignItem, app: StartApp): Promise<void> {
  const begun = await app.runs.view(campaign.campaignId);
  const view = begun ?? (await begin(campaign, app));
  if (!view || view.run.endedAt !== undefined || campaign.state === 'paused') return;
  await wakeAll(view, campaign.state === 'cancelled' ? 'cancelled' : 'sending', app);
}

async function begin(campaign: CampaignItem, app: StartApp): Promise<RunView | undefined> {
  const { campaignId, clientId, state, draft } = campaign;
  // A worker may have died after it was moved on and before there was a run.
  if (state !== 'scheduled' && state !== 'sending') return undefined;
  const report = await app.check(campaign);
  const because = report.blocked ? blockedBy(report) : refusalOf(await app.account());
  if (because !== undefined) {
    await moveCampaign(campaign, { to: 'paused', actor: assent, done: 'refused', because, also: { report } }, app);
    return undefined;
  }
  const startedAt = app.clock.now();
  const move = { to: 'sending', actor: assent, done: 'started', also: { report, startedAt } } as const;
  // Taken back, or cancelled, just now: then it does not begin.
  if (state === 'scheduled' && !(await moveCampaign(campaign, move, app))) return undefined;
  const lanes = draft.variants === undefined ? memberPartitions : 2 * memberPartitions;
  await app.runs.open({ campaignId, clientId, lanes, startedAt });
  return app.runs.view(campaignId);
}

const blockedBy = ({ findings }: ComplianceReport): string => {
  const blocks = findings.filter(({ severity }) => severity === 'block');
  return `the check before sending found what the law does not allow: ${blocks.map(({ rule }) => rule).join(', ')}`;
};

/** @param of those partitions and lanes; all that have work left unless given */
export async function wakeAll(
  view: RunView,
  state: CampaignState,
  { planQueue, sendQueue }: Pick<StartApp, 'planQueue' | 'sendQueue'>,
  of: { readonly plan: (plan: Plan) => boolean; readonly lane: (lane: number) => boolean } = everywhere,
): Promise<void> {
  const { clientId, campaignId } = view.run;
  const unplanned = view.plans.filter((plan) => plan.plannedAt === undefined && of.plan(plan));
  const partitions = unplanned.map(({ partition }): PlanMessage => ({
    kind: 'partition',
    clientId,
    campaignId,
    partition,
  }));
  const lanes = lanesToWake(view, state).filter(of.lane);
  await Promise.all([
    state === 'cancelled' ? undefined : planQueue().sendAll(partitions),
    sendQueue().sendAll(lanes.map((lane): LaneMessage => ({ clientId, campaignId, lane }))),
  ]);
}

const everywhere = { plan: () => true, lane: () => true };
