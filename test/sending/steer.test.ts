import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { campaignsStore } from '#lambdas/campaigns/store.ts';
import { moveCampaign } from '#lambdas/sending/move-campaign.ts';
import { drive } from './drive.ts';
import { outcomeOf } from './outcome.ts';
import { random } from './random.ts';
import { campaignId, clientId, peopleOnAList, sendingWorld } from './world.ts';
import type { SendingWorld } from './world.ts';

beforeEach(() => {
  vi.spyOn(Math, 'random').mockImplementation(random(7));
});
afterEach(() => {
  vi.restoreAllMocks();
});

const people = peopleOnAList(400, 3);

/** What a user's route does. */
async function move(world: SendingWorld, to: 'paused' | 'sending' | 'cancelled'): Promise<void> {
  const { plan } = world.apps();
  const campaign = (await campaignsStore(world.tables.client).find(clientId, campaignId))!;
  await moveCampaign(campaign, { to, actor: 'emeka.obi', done: to }, plan);
  if (to !== 'paused') await plan.planQueue().send({ kind: 'wake', clientId, campaignId });
}

describe('a campaign that is cancelled', () => {
  it.each([150, 400, 900, 1_500, 2_000])('at call %i counts everybody who was planned', async (call) => {
    const world = sendingWorld(people);
    await world.schedule();
    await drive(world, [], { during: new Map([[call, () => move(world, 'cancelled')]]) });
    const { state, progress, sum, twice } = await outcomeOf(world);
    expect(state).toBe('cancelled');
    expect(progress.endedAt).toBeDefined();
    expect(sum).toBe(progress.planned);
    expect(progress.sent).toBe(world.sink.took.size);
    expect(twice).toBe(0);
  });
});
