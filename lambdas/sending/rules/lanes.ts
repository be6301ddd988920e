import type { CampaignState } from '#contract/campaigns.ts';
import { memberPartitions } from '#lambdas/platform/keys/directory.ts';
import type { Counted } from './became.ts';
import type { Lane, Plan, Run, RunView } from './run.ts';

/**
 * People of a partition are sent to one batch after the other, by whoever holds its lane. Lanes beyond the first sixty-four
 * are for those who wait for the better of two subjects.
 */
export const partitionOf = (lane: number): number => lane % memberPartitions;
export const waitsForWinner = (lane: number): boolean => lane >= memberPartitions;
export const restLaneOf = (partition: number): number => memberPartitions + partition;

/** What was planned for a lane so far. */
export const plannedFor = (plan: Plan, lane: number): { readonly batches: number; readonly people: number } =>
  waitsForWinner(lane)
    ? { batches: plan.restBatches, people: plan.restPeople }
    : { batches: plan.batches, people: plan.people };

const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, each) => sum + each, 0);

/** People of a lane of whom it is known what became of them. */
export const peopleIn = ({ sent, skipped, failed, unknown }: Counted): number =>
  sent + sumOf(skipped) + sumOf(failed) + unknown;
export const settledIn = (lane: Lane): number => peopleIn(lane);

/** Each lane is asked for by name: a set of as many others would not do. */
export const isComplete = ({ lanes, finished }: Pick<Run, 'lanes' | 'finished'>): boolean =>
  lanesOf(lanes).every((lane) => finished.has(lane));

/** All whom two subjects were tried on are done, and nobody has said which is the better. */
export const awaitsWinner = ({ lanes, finished, winner }: Run): boolean =>
  winner === undefined && lanes > memberPartitions && isComplete({ lanes: memberPartitions, finished });

const lanesOf = (count: number): number[] => Array.from({ length: count }, (_, lane) => lane);

/**
 * Lanes that somebody should be at: with people to send to, or that can be finished. Those of a cancelled campaign are wound
 * up, whatever was planned.
 */
export function lanesToWake({ run, plans, lanes }: RunView, state: CampaignState): number[] {
  const done = new Map(lanes.map((each) => [each.lane, each.batch]));
  return lanesOf(run.lanes).filter((lane) => {
    if (run.finished.has(lane)) return false;
    if (state === 'cancelled') return true;
    const plan = plans.find(({ partition }) => partition === partitionOf(lane));
    if (!plan || (waitsForWinner(lane) && run.winner === undefined)) return false;
    return plan.plannedAt !== undefined || plannedFor(plan, lane).batches > (done.get(lane) ?? 0);
  });
}
