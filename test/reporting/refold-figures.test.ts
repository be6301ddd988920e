import { beforeAll, describe, expect, it } from 'vitest';
import type { CampaignLine } from '#contract/campaigns.ts';
import { deliveryTable } from '#lambdas/platform/keys/delivery.ts';
import { messageLog, messageRecords } from '#lambdas/platform/message-log.ts';
import { figuresStore } from '#lambdas/reporting/figures-store.ts';
import { foldFigures } from '#lambdas/reporting/fold-figures.ts';
import { refoldFigures, toRefold } from '#lambdas/reporting/refold-figures.ts';
import type { RefoldApp } from '#lambdas/reporting/refold-figures.ts';
import { lookAt } from '#lambdas/reporting/rules/folding.ts';
import { runsStore } from '#lambdas/sending/runs-store.ts';
import { MemoryTables } from '#test/support/memory-table.ts';
import { id } from '#test/support/people.ts';

const now = '2026-11-24T09:00:00.000Z';
const clientId = 'harbourbooks0001';
const log = { info: () => {}, error: () => {} };

beforeAll(() => {
  process.env[deliveryTable.environment] = deliveryTable.name;
});

/** A campaign whose people stand in batches of two lanes; every third message bounced, one is unknown. */
async function campaignOf(batches: readonly number[]) {
  const db = new MemoryTables().client;
  const runs = runsStore(db);
  const messages = messageLog(db);
  const campaignId = id();
  await runs.open({ campaignId, clientId, lanes: 64, startedAt: now });
  const ids: string[] = [];
  for (const partition of [0, 5]) {
    const people = batches.map((many) =>
      Array.from({ length: many }, () => ({ contactId: id(), addressKey: 'A'.repeat(22) })),
    );
    const page = { batches: people, restBatches: [], leftOut: {} };
    await runs.addPage(campaignId, (await runs.plan(campaignId, partition))!, page, now);
    for (const [batch, all] of people.entries())
      for (const [place, { contactId }] of all.entries()) {
        const messageId = `${campaignId}-${contactId}`;
        const counted = { campaignId, listId: 'list', part: `${partition}-${batch}`, place, variant: 'a' as const };
        await messages.claim({ messageId, purpose: 'campaign', clientId, contactId, counted }, now);
        const status = ids.length === 0 ? 'unknown' : ids.length % 3 === 0 ? 'bounced' : 'delivered';
        await messages.raise(messageId, { status, at: now });
        ids.push(messageId);
      }
  }
  const figures = figuresStore(db);
  const queue: unknown[] = [];
  const fold: RefoldApp['fold'] = (looks) =>
    foldFigures(looks, {
      figures,
      log,
      clock: { now: () => now },
      pause: () => Promise.resolve(),
      watch: () => Promise.resolve(),
    });
  const app: RefoldApp = {
    clock: { now: () => now },
    log,
    campaigns: () => Promise.resolve([]),
    runs,
    records: (messageIds) => messageRecords(db, messageIds),
    fold,
    again: () => ({
      send: (message) => Promise.resolve(void queue.push(message)),
      sendAll: (all) => Promise.resolve(void queue.push(...all)),
    }),
  };
  let turns = 0;
  const work = async (asked: unknown) => {
    queue.push(asked);
    for (let next = queue.shift(); next !== undefined; next = queue.shift(), turns++)
      await refoldFigures(toRefold.parse(next), app);
  };
  return { app, campaignId, ids, work, fold, queue, turns: () => turns, read: () => figures.figures(campaignId) };
}

describe('a campaign that is counted again', () => {
  it('has the figures of its messages, in as many turns as it takes, whatever was counted before', async () => {
    const { app, campaignId, ids, work, fold, turns, read } = await campaignOf(Array.from({ length: 40 }, () => 2));
    const some = await app.records(ids.slice(20, 40));
    await fold(some.flatMap((record) => lookAt(record) ?? []));
    for (let time = 0; time < 2; time++) await work({ clientId, campaignId, lane: 0, batch: 0 });
    expect(turns()).toBe(4);
    const bounced = ids.filter((_, index) => index > 0 && index % 3 === 0).length;
    expect((await read()).variants.a).toMatchObject({
      sent: ids.length - 1,
      bounced,
      delivered: ids.length - 1 - bounced,
    });
  });

  it('that was never begun is none', async () => {
    const { work, turns } = await campaignOf([1]);
    await work({ clientId, campaignId: id(), lane: 0, batch: 0 });
    expect(turns()).toBe(1);
  });
});

describe('a stretch of time in which news was lost', () => {
  it('touches the campaigns that had begun, and were not over for too long', async () => {
    const { app, queue } = await campaignOf([]);
    const line = (campaignId: string, startedAt?: string, endedAt?: string) =>
      ({ clientId, campaignId, startedAt, endedAt }) as CampaignLine;
    const campaigns = () =>
      Promise.resolve([
        line('runningrunning01', '2026-11-20T09:00:00.000Z'),
        line('overoveroverov01', '2026-09-20T09:00:00.000Z', '2026-09-25T09:00:00.000Z'),
        line('longoverlongov01', '2026-09-20T09:00:00.000Z', '2026-09-22T09:00:00.000Z'),
        line('laterlaterlater1', '2026-11-24T08:00:00.000Z'),
        line('neverneverneve01'),
      ]);
    await refoldFigures({ from: '2026-11-23T09:00:00.000Z', to: '2026-11-23T10:00:00.000Z' }, { ...app, campaigns });
    expect(queue).toEqual(
      ['runningrunning01', 'overoveroverov01'].map((campaignId) => ({ clientId, campaignId, lane: 0, batch: 0 })),
    );
  });
});
