import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { drive } from './drive.ts';
import { outcomeOf } from './outcome.ts';
import { random } from './random.ts';
import { peopleOnAList, sendingWorld } from './world.ts';

beforeEach(() => {
  vi.spyOn(Math, 'random').mockImplementation(random(7));
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('a campaign of 10,000', () => {
  it('without a fault', async () => {
    let t = Date.now();
    const people = peopleOnAList(1_000, 1);
    console.log('people', Date.now() - t); t = Date.now();
    const world = sendingWorld(people);
    await world.schedule();
    const driven = await drive(world).catch((e: unknown) => { console.log(String(e), (e as Error).stack); throw e; });
    console.log('driven', Date.now() - t, driven.calls, 'virtual s', (world.time.nowMs - Date.UTC(2026, 10, 24, 9)) / 1000);
    const outcome = await outcomeOf(world);
    const view = (await (await import('#lambdas/sending/runs-store.ts')).runsStore(world.tables.client).view('campaigncampaig1'))!;
    console.log(view.run.finished.size, view.plans.length, view.lanes.length, JSON.stringify(view.plans.filter((p) => !p.plannedAt).slice(0,3)), [...view.run.finished].join(','));
    console.log(JSON.stringify(world.planQueue));
    console.log(JSON.stringify({...outcome, lost: outcome.lost.length, wrong: outcome.wrong.slice(0,5)}, null, 1), world.sendQueue.deadLetters.length);
    expect(outcome.lost.slice(0,3)).toEqual([]);
  });
});
