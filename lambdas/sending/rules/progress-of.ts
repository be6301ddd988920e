import type { CampaignState } from '#contract/campaigns.ts';
import type { Progress } from '#contract/sending.ts';
import { later, minute } from '#lambdas/platform/clock.ts';
import { awaitsWinner, settledIn } from './lanes.ts';
import type { Run, RunView } from './run.ts';

type Counts = Readonly<Record<string, number>>;

function together(all: readonly Counts[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const counts of all) for (const [key, count] of Object.entries(counts)) sum[key] = (sum[key] ?? 0) + count;
  return sum;
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

/** Before it starts, nobody was planned. */
export const beforeStart = (campaignId: string, state: CampaignState): Progress => ({
  campaignId,
  state,
  partitionsPlanned: 0,
  planned: 0,
  leftOut: {},
  sent: 0,
  skipped: {},
  failed: {},
  unknown: 0,
  rate: 0,
});

/** People whom it was sent to. */
export const sentIn = ({ lanes, settledAsSent }: Pick<RunView, 'lanes' | 'settledAsSent'>): number =>
  total(lanes.map(({ sent }) => sent)) + settledAsSent;

/** Exact once planning is done. */
export const plannedIn = ({ plans }: Pick<RunView, 'plans'>): number =>
  total(plans.map(({ people, restPeople }) => people + restPeople));

/** Exact once it has ended: every person who was planned is in one of the four counts. */
export function progressOf({ run, plans, lanes, settledAsSent }: RunView, state: CampaignState, now: string): Progress {
  const planned = plannedIn({ plans });
  const partitionsPlanned = plans.filter(({ plannedAt }) => plannedAt !== undefined).length;
  const lately = lanes.flatMap(({ recent }) => recent).filter(({ at }) => at > later(now, -minute));
  const rate = total(lately.map(({ count }) => count)) / 60;
  const toGo = planned - total(lanes.map(settledIn));
  const knowsWhen = state === 'sending' && rate > 0 && partitionsPlanned === plans.length;
  const waitsFor = state === 'sending' ? whatFor(run, now) : undefined;
  return {
    campaignId: run.campaignId,
    state,
    partitionsPlanned,
    planned,
    leftOut: together(plans.map(({ leftOut }) => leftOut)),
    sent: sentIn({ lanes, settledAsSent }),
    skipped: together(lanes.map(({ skipped }) => skipped)),
    failed: together(lanes.map(({ failed }) => failed)),
    unknown: total(lanes.map(({ unknown }) => unknown)) - settledAsSent,
    rate: Number(rate.toFixed(2)),
    ...(knowsWhen ? { secondsLeft: Math.ceil(toGo / rate) } : {}),
    ...(waitsFor === undefined ? {} : { waitsFor }),
    startedAt: run.startedAt,
    ...(run.endedAt === undefined ? {} : { endedAt: run.endedAt }),
  };
}

function whatFor(run: Run, now: string): string | undefined {
  if (awaitsWinner(run) && run.decidesAt !== undefined)
    return `both subjects were tried: what people click decides at ${run.decidesAt.slice(0, 16)} UTC, unless somebody chooses before`;
  if (awaitsWinner(run)) return 'both subjects were tried: choose the one that everybody else gets';
  return run.waitsUntil !== undefined && run.waitsUntil > now ? run.waitsFor : undefined;
}
