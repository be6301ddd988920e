import { describe, expect, it } from 'vitest';
import { deliveryTable, figuresKey, messageKey } from '#lambdas/platform/keys/delivery.ts';
import { later, second } from '#lambdas/platform/clock.ts';
import { figuresStore } from '#lambdas/reporting/figures-store.ts';
import { foldFigures } from '#lambdas/reporting/fold-figures.ts';
import { recount } from '#lambdas/reporting/recount.ts';
import type { RecountApp } from '#lambdas/reporting/recount.ts';
import { written } from '#lambdas/reporting/rules/activity.ts';
import type { Look } from '#lambdas/reporting/rules/folding.ts';
import { rankOf } from '#lambdas/platform/message-log.ts';
import { messageIdOf, partOf } from '#lambdas/sending/rules/names.ts';
import { runsStore } from '#lambdas/sending/runs-store.ts';
import { MemoryTables } from '#test/support/memory-table.ts';
import { id } from '#test/support/people.ts';

process.env[deliveryTable.environment] = deliveryTable.name;

const table = deliveryTable.name;
const clientId = 'harbourbooks0001';
const campaignId = 'campaigncampaig1';
const now = '2026-11-24T09:00:00.000Z';

/** A campaign to 60 people in two batches: some bounced, some followed a link, one was never written to. */
async function world() {
  const tables = new MemoryTables();
  const runs = runsStore(tables.client, table);
  await runs.open({ campaignId, clientId, lanes: 64, startedAt: now });
  const batches = [50, 10].map((many) =>
    Array.from({ length: many }, () => ({ contactId: id(), addressKey: 'A'.repeat(22) })),
  );
  const plan = (await runs.plan(campaignId, 0))!;
  await runs.addPage(campaignId, plan, { batches, restBatches: [], leftOut: {} }, now);
  const looks = batches.flatMap((people, batch) =>
    people.map(({ contactId }, place): Look & { contactId: string } => ({
      contactId,
      clientId,
      campaignId,
      part: partOf(0, batch),
      place,
      variant: 'a',
      claimedAt: now,
      status: place === 3 ? 'bounced' : 'delivered',
      provider: place % 2 ? 'google' : 'other',
      ...(place === 3 ? {} : { deliveredAt: now }),
      ...(place === 5
        ? { activity: new Set([written({ at: later(now, 60 * second), kind: 'click', link: '2', hints: [] })]) }
        : {}),
    })),
  );
  const keep = ({ contactId, ...look }: Look & { contactId: string }) => {
    const messageId = messageIdOf(campaignId, contactId);
    const more = { v: 1, messageId, purpose: 'campaign', listId: id(), statusRank: rankOf(look.status), statusAt: now };
    tables.seed(table, { ...messageKey(messageId), ...more, ...look, contactId });
  };
  const sent = looks.slice(1);
  sent.forEach(keep);
  const app: RecountApp & { waited: number; onPause: () => Promise<void> } = {
    db: tables.client,
    table,
    clock: { now: () => later(now, app.waited) },
    pause: (ms) => {
      app.waited += ms;
      return app.onPause();
    },
    tell: () => {},
    waited: 0,
    onPause: () => Promise.resolve(),
  };
  const fold = (some: readonly Look[]) =>
    foldFigures(some, {
      figures: figuresStore(tables.client, table),
      clock: { now: () => now },
      log: { info: () => {}, error: () => {} },
      pause: () => Promise.resolve(),
      watch: () => Promise.resolve(),
    });
  return { tables, sent, keep, fold, app };
}

const of = { clientId, campaignId };

describe('a recount', () => {
  it('comes to what was counted', async () => {
    const { sent, fold, app } = await world();
    await fold(sent);
    expect(await recount(of, 60_000, app)).toEqual({
      campaignId,
      messages: 59,
      equal: true,
      differences: [],
      behind: 0,
    });
    expect(app.waited).toBe(0);
  });

  it('waits for what is on its way', async () => {
    const { sent, fold, app } = await world();
    await fold(sent.slice(0, 40));
    app.onPause = () => fold(sent);
    expect(await recount(of, 60_000, app)).toMatchObject({ equal: true, behind: 0 });
    expect(app.waited).toBe(5_000);
  });

  it('says after a grace what was not counted, and of how many messages', async () => {
    const { sent, keep, fold, app } = await world();
    await fold(sent);
    const missed = sent.find(({ place, part }) => place === 9 && part === '0-0')!;
    keep({ ...missed, status: 'complained' });
    const found = await recount(of, 20_000, app);
    expect(app.waited).toBe(20_000);
    expect(found).toMatchObject({
      equal: false,
      behind: 1,
      differences: [
        { what: 'subject a: complained', kept: 0, recounted: 1 },
        { what: 'provider google: complained', kept: 0, recounted: 1 },
      ],
    });
  });

  it('finds a counter that was changed by hand', async () => {
    const { tables, sent, fold, app } = await world();
    await fold(sent);
    const { sk } = figuresKey(campaignId, 'LINKS');
    const kept = tables.all(table).find((item) => item.sk === sk)!;
    tables.seed(table, { ...kept, '2.human': 7 });
    expect(await recount(of, 0, app)).toMatchObject({
      equal: false,
      behind: 0,
      differences: [{ what: 'link 2: human', kept: 7, recounted: 2 }],
    });
  });

  it('is of no campaign of another client', async () => {
    const { app } = await world();
    await expect(recount({ ...of, clientId: 'otherotherother1' }, 0, app)).rejects.toThrow('has sent no campaign');
    await expect(recount({ ...of, campaignId: 'campaigncampaig2' }, 0, app)).rejects.toThrow('has sent no campaign');
  });
});
