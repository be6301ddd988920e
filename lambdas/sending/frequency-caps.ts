import type { FrequencyCap } from '#contract/clients.ts';
import { day, later } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import type { MessageLog } from '#lambdas/platform/message-log.ts';
import { reachedCap } from './rules/frequency.ts';
import type { Run } from './rules/run.ts';
import type { RunsStore } from './runs-store.ts';

export interface CapParts {
  readonly clock: Clock;
  readonly runs: Pick<RunsStore, 'runsOf'>;
  readonly messages: Pick<MessageLog, 'findMany'>;
}

/** Whom, of these contacts, a client has written to as often as it allows itself. */
export type ReachedCap = (
  campaign: Pick<Run, 'campaignId' | 'clientId'>,
  cap: FrequencyCap | undefined,
  contactIds: readonly string[],
) => Promise<ReadonlySet<string>>;

const nobody: ReadonlySet<string> = new Set();

/**
 * Asked of the records of messages themselves, so that nothing has to be written for it, and nothing is read where there is no cap:
 * one read for each contact and each other campaign of these days.
 */
export const reachedCaps =
  ({ clock, runs, messages }: CapParts): ReachedCap =>
  async ({ campaignId, clientId }, cap, contactIds) => {
    if (!cap || contactIds.length === 0) return nobody;
    const since = later(clock.now(), -cap.days * day);
    const others = (await runs.runsOf(clientId)).filter(
      (run) => run.campaignId !== campaignId && (run.endedAt === undefined || run.endedAt >= since),
    );
    const ids = others.flatMap((run) => contactIds.map((contactId) => `${run.campaignId}-${contactId}`));
    return ids.length === 0 ? nobody : reachedCap(await messages.findMany(ids), cap, since);
  };
