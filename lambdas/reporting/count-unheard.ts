import type { Figures } from '#contract/figures.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import { count } from '#lambdas/platform/metrics.ts';
import type { Count } from '#lambdas/platform/metrics.ts';
import { runsStore } from '#lambdas/sending/runs-store.ts';
import type { RunsStore, UnheardDue } from '#lambdas/sending/runs-store.ts';
import { figuresStore } from './figures-store.ts';
import { together } from './rules/report-of.ts';
import { unheardOf } from './rules/unheard-of.ts';

export interface UnheardApp {
  readonly clock: Clock;
  readonly runs: Pick<RunsStore, 'unheardDue' | 'keepUnheard'>;
  readonly figures: { figures(campaignId: string): Promise<Figures> };
  readonly count: Count;
  readonly log: Log;
}

/** Of campaigns that ended a day ago: how many messages did SES take and never speak of again? Kept with the run, from then on. */
export async function countUnheard(app: UnheardApp): Promise<void> {
  const due = await app.runs.unheardDue(app.clock.now());
  const results = await Promise.allSettled(due.map((each) => ask(each, app)));
  // The others are counted all the same.
  const [failed, ...more] = results.filter((each) => each.status === 'rejected');
  if (failed)
    throw new Error(`${more.length + 1} of ${due.length} campaigns were not asked about`, { cause: failed.reason });
}

async function ask(due: UnheardDue, app: UnheardApp): Promise<void> {
  const { variants } = await app.figures.figures(due.campaignId);
  const unheard = unheardOf(together(Object.values(variants)));
  // Before it is kept: an alarm may ring twice, and may not be missed.
  app.count('MailAsked', {}, unheard.of);
  app.count('MailUnheard', {}, unheard.count);
  await app.runs.keepUnheard(due, unheard, app.clock.now());
  app.log.info('asked what was heard', { campaignId: due.campaignId, ...unheard });
}

const unheardApp = lazily((): UnheardApp => ({
  clock: systemClock,
  runs: runsStore(documentClient()),
  figures: figuresStore(documentClient()),
  count,
  log: jsonLog,
}));

export const handler = (): Promise<void> => countUnheard(unheardApp());
