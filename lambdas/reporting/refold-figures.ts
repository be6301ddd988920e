import * as z from 'zod';
import type { CampaignLine } from '#contract/campaigns.ts';
import { clientId, id } from '#contract/common.ts';
import { everyCampaign } from '#lambdas/campaigns/every-campaign.ts';
import { everyClient } from '#lambdas/clients/every-client.ts';
import type { Consume } from '#lambdas/platform/batch.ts';
import { day, later, systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import { messageRecords } from '#lambdas/platform/message-log.ts';
import type { MessageRecord } from '#lambdas/platform/message-log.ts';
import { queueAt } from '#lambdas/platform/queue.ts';
import type { Queue } from '#lambdas/platform/queue.ts';
import { runsStore } from '#lambdas/sending/runs-store.ts';
import type { RunsStore } from '#lambdas/sending/runs-store.ts';
import { foldApp, foldFigures } from './fold-figures.ts';
import { lookAt } from './rules/folding.ts';
import type { Look } from './rules/folding.ts';

/** What was lost: a stretch of time (`assent redrive`); then each campaign that it may have touched, from a batch of a lane on. */
export const toRefold = z.union([
  z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime() }),
  z.strictObject({ clientId, campaignId: id, lane: z.int().min(0), batch: z.int().min(0) }),
]);
type Stretch = Extract<z.output<typeof toRefold>, { from: string }>;
type Place = Exclude<z.output<typeof toRefold>, Stretch>;

export interface RefoldApp {
  readonly clock: Clock;
  readonly log: Log;
  readonly campaigns: () => Promise<readonly CampaignLine[]>;
  readonly runs: Pick<RunsStore, 'find' | 'batchesFrom'>;
  readonly records: (messageIds: readonly string[]) => Promise<readonly MessageRecord[]>;
  readonly fold: (looks: readonly Look[]) => Promise<void>;
  readonly again: () => Queue;
}

/**
 * Counts messages again from what stands of them, for what the stream of messages gave up. Counting what was counted changes
 * nothing, so more than was lost may be counted, and at the same time as news of the stream.
 */
export const refoldFigures: Consume<typeof toRefold, RefoldApp> = (asked, app) =>
  'from' in asked ? spread(asked, app) : refold(asked, app);

/** SES counts opens for sixty days after it took a mail: news of older campaigns there is none. */
const newsFor = 61 * day;

async function spread({ from, to }: Stretch, app: RefoldApp): Promise<void> {
  const now = app.clock.now();
  const touched = (await app.campaigns()).filter(
    ({ startedAt, endedAt = now }) => startedAt !== undefined && startedAt <= to && endedAt >= later(from, -newsFor),
  );
  await app
    .again()
    .sendAll(touched.map(({ clientId: of, campaignId }) => ({ clientId: of, campaignId, lane: 0, batch: 0 })));
  app.log.info('campaigns are counted again', { from, to, campaigns: touched.length });
}

/** Three thousand people: read and counted well within the time that there is. */
const batchesAtOnce = 60;

async function refold({ campaignId, ...place }: Place, app: RefoldApp): Promise<void> {
  const run = await app.runs.find(campaignId);
  let { lane, batch } = place;
  const contactIds: string[] = [];
  for (let left = batchesAtOnce; run && left > 0 && lane < run.lanes;) {
    const batches = await app.runs.batchesFrom(campaignId, lane, batch, left);
    contactIds.push(...batches.flatMap(({ people }) => people.map(({ contactId }) => contactId)));
    const isOver = batches.length < left;
    left -= batches.length;
    [lane, batch] = isOver ? [lane + 1, 0] : [lane, batch + batches.length];
  }
  const records = await app.records(contactIds.map((contactId) => `${campaignId}-${contactId}`));
  await app.fold(records.flatMap((record) => lookAt(record) ?? []));
  if (run && lane < run.lanes) await app.again().send({ campaignId, ...place, lane, batch });
}

export const refoldApp = lazily((): RefoldApp => {
  const db = documentClient();
  return {
    clock: systemClock,
    log: jsonLog,
    campaigns: async () => {
      const clients = await everyClient(db);
      return (await Promise.all(clients.map(({ clientId: of }) => everyCampaign(db, of)))).flat();
    },
    runs: runsStore(db),
    records: (messageIds) => messageRecords(db, messageIds),
    fold: (looks) => foldFigures(looks, foldApp()),
    again: lazily(() => queueAt(setting('REFOLD_QUEUE_URL'))),
  };
});
