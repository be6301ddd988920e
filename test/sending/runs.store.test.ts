import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { day, later, minute, second } from '#lambdas/platform/clock.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { deliveryTable } from '#lambdas/platform/keys/delivery.ts';
import { directoryTable } from '#lambdas/platform/keys/directory.ts';
import { sharedPace } from '#lambdas/sending/pace.ts';
import { domainRamp } from '#lambdas/sending/ramp.ts';
import type { Addressee, Lane, Plan } from '#lambdas/sending/rules/run.ts';
import { runsStore } from '#lambdas/sending/runs-store.ts';
import { MemoryTables } from '#test/support/memory-table.ts';
import { id } from '#test/support/people.ts';
import { ownTables } from '#test/support/tables.ts';

const now = '2026-11-24T09:00:00.000Z';
const clientId = 'harbourbooks0001';
const people = (many: number): Addressee[] =>
  Array.from({ length: many }, () => ({ contactId: id(), addressKey: 'A'.repeat(22) }));
const counts = { sent: 0, skipped: {}, failed: {}, unknown: 0 };
const step = (more: Partial<typeof counts> = {}) => ({ counts: { ...counts, ...more }, unknown: [], now });
const page = { batches: [], restBatches: [], leftOut: {} };

let dropTables: () => Promise<void>;
let engine: Db;
beforeAll(async () => {
  dropTables = await ownTables(deliveryTable, directoryTable);
  engine = DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } });
});
afterAll(() => dropTables());

describe.each([
  ['in the table', () => engine],
  ['in memory', () => new MemoryTables().client],
])('a run %s', (_, db) => {
  /** A run of its own, with a plan of so many people in its first partition. */
  async function begun(...batches: Addressee[][]) {
    const runs = runsStore(db());
    const campaignId = id();
    const clientId = id();
    expect(await runs.open({ campaignId, clientId, lanes: 64, startedAt: now })).toBe(true);
    let plan = (await runs.plan(campaignId, 0))!;
    if (batches.length > 0) plan = (await runs.addPage(campaignId, plan, { ...page, batches }, now))!;
    return { runs, clientId, campaignId, plan };
  }
  const place = (batch: number, offset = 0) => ({ batch, offset, recent: [] });

  it('is opened once, and is there as a whole', async () => {
    const { runs, clientId, campaignId } = await begun();
    expect(await runs.open({ campaignId, clientId, lanes: 64, startedAt: now })).toBe(false);
    const view = (await runs.view(campaignId))!;
    expect(view.run).toMatchObject({ campaignId, lanes: 64, finished: new Set() });
    expect(view.plans.map(({ partition }) => partition)).toEqual(Array.from({ length: 64 }, (_, index) => index));
    expect(await runs.opened()).toContainEqual({ clientId, campaignId });
    await runs.close(campaignId, now);
    expect(await runs.opened()).not.toContainEqual({ clientId, campaignId });
    expect(await runs.view(id())).toBeUndefined();
  });

  it('takes a page once, and no page after the last', async () => {
    const { runs, campaignId, plan } = await begun();
    const all = people(53);
    const first = { ...page, cursor: 'm', batches: [all.slice(0, 50), all.slice(50)], leftOut: { unsubscribed: 2 } };
    const after = (await runs.addPage(campaignId, plan, first, now))!;
    expect(after).toMatchObject({ cursor: 'm', batches: 2, people: 53, leftOut: { unsubscribed: 2 } });
    expect(await runs.addPage(campaignId, plan, first, now)).toBeUndefined();
    expect(await runs.plan(campaignId, 0)).toEqual(after);
    expect(await runs.batch(campaignId, 0, 1)).toEqual(all.slice(50));
    const last = (await runs.addPage(campaignId, after, { ...page, leftOut: { unsubscribed: 1 } }, now))!;
    expect(last).toMatchObject({ plannedAt: now, cursor: 'm', leftOut: { unsubscribed: 3 } });
    expect(await runs.addPage(campaignId, last, first, now)).toBeUndefined();
  });

  it('lets one worker at a time hold a lane, and the next when its time is over', async () => {
    const { runs, campaignId } = await begun();
    const all = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => runs.hold(campaignId, 3, holder, now)));
    const [held] = all.filter((each) => each !== undefined);
    expect(all.filter(Boolean)).toHaveLength(1);
    expect(held).toMatchObject({ lane: 3, batch: 0, offset: 0, sent: 0, skipped: {}, failed: {}, tries: 1 });
    expect(await runs.hold(campaignId, 3, 'e', later(now, 20 * second))).toBeUndefined();
    expect(await runs.hold(campaignId, 3, 'e', later(now, 31 * second))).toMatchObject({ holder: 'e', tries: 2 });
    // Who was held up comes too late.
    expect(await runs.advance(campaignId, held!, place(1), step())).toBe(false);
  });

  it('moves a lane on and counts, once, and apart by reason', async () => {
    const { runs, campaignId } = await begun(people(2));
    const held = (await runs.hold(campaignId, 0, 'a', now))!;
    const more = { sent: 2, skipped: { complaint: 1 }, failed: { MessageRejected: 1 } };
    expect(await runs.advance(campaignId, held, place(0, 4), step(more))).toBe(true);
    // The SDK makes a call again whose answer was lost.
    expect(await runs.advance(campaignId, held, place(0, 4), step(more))).toBe(true);
    const next = (await runs.hold(campaignId, 0, 'b', now))!;
    expect(next).toMatchObject({ batch: 0, offset: 4, tries: 1, ...more });
    expect(await runs.advance(campaignId, next, place(1), step({ skipped: { complaint: 2, unsubscribed: 1 } }))).toBe(
      true,
    );
    const { lanes } = (await runs.view(campaignId))!;
    expect(lanes[0]).toMatchObject({
      batch: 1,
      sent: 2,
      skipped: { complaint: 3, unsubscribed: 1 },
      failed: { MessageRejected: 1 },
    });
    expect(lanes[0]?.holder).toBeUndefined();
  });

  it('gives a lane back for later', async () => {
    const { runs, campaignId } = await begun();
    const held = (await runs.hold(campaignId, 0, 'a', now))!;
    await runs.release(campaignId, held, later(now, minute), true);
    expect(await runs.hold(campaignId, 0, 'b', later(now, 50 * second))).toBeUndefined();
    const again = (await runs.hold(campaignId, 0, 'b', later(now, minute)))!;
    expect(again.tries).toBe(1);
    await runs.release(campaignId, held, now, true);
    expect(await runs.hold(campaignId, 0, 'c', later(now, minute))).toBeUndefined();
  });

  it('notes of whom nobody knows, and settles them once', async () => {
    const { runs, campaignId } = await begun(people(2));
    const held = (await runs.hold(campaignId, 0, 'a', now))!;
    const [one = '', two = ''] = people(2).map(({ contactId }) => contactId);
    await runs.advance(campaignId, held, place(1), { ...step({ unknown: 2 }), unknown: [one, two] });
    expect((await runs.unknown(campaignId)).sort()).toEqual([one, two].sort());
    expect(await runs.settle(campaignId, one, now)).toBe(true);
    expect(await runs.settle(campaignId, one, now)).toBe(false);
    expect(await runs.unknown(campaignId)).toEqual([two]);
    expect(await runs.view(campaignId)).toMatchObject({ settledAsSent: 1, lanes: [{ unknown: 2 }] });
  });

  it('winds a lane up: everybody who is left is cancelled, and nobody is added any more', async () => {
    const { runs, campaignId, plan } = await begun(people(50), people(20));
    const held = (await runs.hold(campaignId, 0, 'a', now))!;
    const stale: Plan = { ...plan, batches: 1, people: 50 };
    expect(await runs.windUp(campaignId, held, stale, step())).toBe(false);
    const ended = await runs.windUp(campaignId, held, plan, step({ sent: 3, skipped: { cancelled: 40 } }));
    expect(ended).toBe(true);
    const view = (await runs.view(campaignId))!;
    expect(view.lanes[0]).toMatchObject({ batch: 2, sent: 3, skipped: { cancelled: 67 } } satisfies Partial<Lane>);
    expect(view.plans[0]?.plannedAt).toBe(now);
    expect(await runs.addPage(campaignId, plan, { ...page, batches: [people(1)] }, now)).toBeUndefined();
  });

  it('is finished lane by lane, ended once, and says why it waits until it ends', async () => {
    const { runs, clientId, campaignId } = await begun();
    await runs.finishLane(campaignId, 0);
    await runs.finishLane(campaignId, 0);
    expect((await runs.finishLane(campaignId, 7)).finished).toEqual(new Set([0, 7]));
    await runs.waits(campaignId, 'the quota', later(now, minute));
    expect(await runs.find(campaignId)).toMatchObject({ waitsFor: 'the quota' });
    const run = { campaignId, clientId, startedAt: now };
    expect(await runs.runsOf(run.clientId)).toEqual([{ campaignId }]);
    expect(await runs.end(run, now)).toBe(true);
    expect(await runs.end(run, later(now, minute))).toBe(false);
    expect(await runs.runsOf(run.clientId)).toEqual([{ campaignId, endedAt: now }]);
    const ended = await runs.find(campaignId);
    expect(ended).toMatchObject({ endedAt: now });
    expect(ended).not.toHaveProperty('waitsFor');
  });

  it('is asked about a day after it ended, once', async () => {
    const { runs, clientId, campaignId } = await begun();
    await runs.end({ campaignId, clientId, startedAt: now }, now);
    const dueAt = async (at: string) => (await runs.unheardDue(at)).filter((due) => due.campaignId === campaignId);
    expect(await dueAt(later(now, day - minute))).toEqual([]);
    const dayLater = later(now, day + minute);
    const [due] = await dueAt(dayLater);
    expect(await runs.keepUnheard(due!, { count: 3, of: 200 }, dayLater)).toBe(true);
    expect(await runs.keepUnheard(due!, { count: 1, of: 200 }, later(dayLater, minute))).toBe(false);
    expect(await runs.find(campaignId)).toMatchObject({ unheard: { at: dayLater, count: 3, of: 200 } });
    expect(await dueAt(later(dayLater, minute))).toEqual([]);
  });

  it('has one winner', async () => {
    const { runs, campaignId } = await begun();
    const audit = { clientId, actor: 'emeka.obi', action: 'campaign.winner-b', subject: campaignId };
    const choose = (winner: 'a' | 'b') =>
      runs.choose(campaignId, winner, { entry: audit, stamp: { at: now, id: id() } });
    expect(await choose('b')).toBe(true);
    expect(await choose('a')).toBe(false);
    expect((await runs.find(campaignId))?.winner).toBe('b');
  });

  it('gives workers that ask at once what a new domain may send today, and no more', async () => {
    const domain = `${id().toLowerCase()}.example`;
    const parts = {
      clock: { now: () => now },
      ramp: { firstDay: 120, growth: 2, except: [] },
      pause: () => Promise.resolve(),
    };
    const table = db();
    const ramp = domainRamp(table, parts);
    expect(await ramp.left(domain)).toBe(120);
    const given = await Promise.all(Array.from({ length: 6 }, () => ramp.take(domain, 50)));
    expect(given.toSorted((one, other) => one - other)).toEqual([0, 0, 0, 20, 50, 50]);
    expect(await ramp.left(domain)).toBe(0);
    const tomorrow = domainRamp(table, { ...parts, clock: { now: () => later(now, day) } });
    expect(await tomorrow.take(domain, 500)).toBe(240);
  });

  it('shares one pace among workers that ask at once', async () => {
    let asked = 0;
    const parts = {
      clock: { now: () => now },
      pause: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
      account: () => {
        asked++;
        return Promise.resolve({
          sendingEnabled: true,
          inSandbox: false,
          suspended: false,
          maxPerSecond: 100,
          maxPerDay: 1_000,
          sentLastDay: 0,
        });
      },
    };
    const table = db();
    const slots = await Promise.all(Array.from({ length: 6 }, () => sharedPace(table, parts).take(50)));
    const starts = slots
      .flatMap((each) => (each.given ? [each.startsAtMs - Date.parse(now)] : []))
      .sort((one, other) => one - other);
    expect(starts.map(Math.round)).toEqual([0, 556, 1_111, 1_667, 2_222, 2_778]);
    expect(asked).toBeLessThanOrEqual(6);
    await sharedPace(table, parts).slowDown();
    const after = await sharedPace(table, parts).take(10);
    expect(after).toMatchObject({ given: true, gapMs: expect.closeTo(1_000 / 60.3, 1) as number });
  });
});
