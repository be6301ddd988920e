import type { Figures } from '#contract/figures.ts';
import { sendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import type { CampaignItem, SendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { day, hour, later, minute, systemClock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import { messageLog } from '#lambdas/platform/message-log.ts';
import type { MessageLog } from '#lambdas/platform/message-log.ts';
import { count } from '#lambdas/platform/metrics.ts';
import { queueAt } from '#lambdas/platform/queue.ts';
import { figuresStore } from '#lambdas/reporting/figures-store.ts';
import { finishRun } from './finish-run.ts';
import type { FinishParts } from './finish-run.ts';
import { assent } from './move-campaign.ts';
import { becameOf } from './rules/became.ts';
import { awaitsWinner, isComplete, partitionOf } from './rules/lanes.ts';
import { parted } from './rules/parted.ts';
import type { Run, RunView } from './rules/run.ts';
import { betterOf } from './rules/variants.ts';
import { runsStore } from './runs-store.ts';
import type { OpenRun, RunsStore } from './runs-store.ts';
import { wakeAll } from './start-run.ts';
import type { StartApp } from './start-run.ts';

export interface ReconcileApp extends FinishParts, Pick<StartApp, 'planQueue' | 'sendQueue'> {
  readonly campaigns: Pick<SendableCampaigns, 'find' | 'change'>;
  readonly messages: Pick<MessageLog, 'find'>;
  readonly runs: Pick<
    RunsStore,
    'opened' | 'view' | 'unknown' | 'settle' | 'close' | 'finishLane' | 'end' | 'decideAt' | 'choose'
  >;
  readonly figures: (campaignId: string) => Promise<Figures>;
}

/** Longer than a queue takes to bring a message back whose worker died. */
const stalledAfter = 10 * minute;
/** Events of SES come within minutes; what is unknown then is for people to decide. */
const waitsForEvents = 3 * day;

/**
 * Looks after every run that is not over: messages of which nobody knew, and of which SES has told meanwhile; lanes and
 * partitions that nobody is at although there is work; runs that are done and were not closed.
 */
export async function reconcileRuns(app: ReconcileApp): Promise<void> {
  const results = await Promise.allSettled((await app.runs.opened()).map((each) => reconcile(each, app)));
  const { failures } = parted(results);
  // The others are done all the same.
  if (failures.length > 0)
    throw new Error(`${failures.length} of ${results.length} runs were not looked after`, { cause: failures[0] });
}

async function reconcile({ clientId, campaignId }: OpenRun, app: ReconcileApp): Promise<void> {
  const left = await settleUnknown(campaignId, app);
  const [campaign, view] = await Promise.all([app.campaigns.find(clientId, campaignId), app.runs.view(campaignId)]);
  if (!campaign || !view) throw new Error('an open run has lost its campaign or itself');
  const { run } = view;
  const now = app.clock.now();
  if (run.endedAt !== undefined) {
    if (left === 0 || later(run.endedAt, waitsForEvents) < now) await app.runs.close(campaignId, now);
    return;
  }
  if (isComplete(run)) return finishRun(run, app);
  if (campaign.state === 'paused') return;
  if (campaign.state === 'sending' && awaitsWinner(run)) await letClicksChoose(run, campaign, app);
  await wakeStalled(view, campaign.state === 'cancelled' ? 'cancelled' : 'sending', app);
}

/** Where the campaign says so. Those who wait are woken in the next turn, or by the user's own choice before. */
async function letClicksChoose(run: Run, { draft, clientId }: CampaignItem, app: ReconcileApp): Promise<void> {
  if (draft.variants?.decidedBy !== 'clicks') return;
  const { campaignId, decidesAt } = run;
  const now = app.clock.now();
  if (decidesAt === undefined) return app.runs.decideAt(campaignId, later(now, draft.variants.afterHours * hour));
  if (now < decidesAt) return;
  const { winner, because } = betterOf((await app.figures(campaignId)).variants);
  const by = { userName: assent, reason: because };
  await app.runs.choose(campaignId, winner, audited(app, by, clientId, `campaign.winner-${winner}`, campaignId));
}

/** @returns of how many nobody knows still */
async function settleUnknown(campaignId: string, app: ReconcileApp): Promise<number> {
  const unknown = await app.runs.unknown(campaignId);
  let left = 0;
  for (const contactId of unknown) {
    const record = await app.messages.find(`${campaignId}-${contactId}`);
    // Whatever SES told about it, it has told that it had it.
    if (record && becameOf(record)?.as === 'sent') await app.runs.settle(campaignId, contactId, app.clock.now());
    else left++;
  }
  return left;
}

async function wakeStalled(view: RunView, state: 'sending' | 'cancelled', app: ReconcileApp): Promise<void> {
  const before = later(app.clock.now(), -stalledAfter);
  const nextAt = new Map(view.lanes.map((each) => [each.lane, each.nextAt]));
  const pagedAt = new Map(view.plans.map((each) => [each.partition, each.pagedAt]));
  await wakeAll(view, state, app, {
    plan: (plan) => plan.pagedAt < before,
    lane: (lane) => (nextAt.get(lane) ?? pagedAt.get(partitionOf(lane)) ?? '') < before,
  });
}

const reconcileApp = lazily((): ReconcileApp => ({
  clock: systemClock,
  ids: randomIds,
  log: jsonLog,
  count,
  campaigns: sendableCampaigns(documentClient()),
  messages: messageLog(documentClient()),
  runs: runsStore(documentClient()),
  figures: (campaignId) => figuresStore(documentClient()).figures(campaignId),
  planQueue: lazily(() => queueAt(setting('PLAN_QUEUE_URL'))),
  sendQueue: lazily(() => queueAt(setting('SEND_QUEUE_URL'))),
}));

export const handler = (): Promise<void> => reconcileRuns(reconcileApp());
