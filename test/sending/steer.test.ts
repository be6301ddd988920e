import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { campaignDraft } from '#contract/campaigns.ts';
import { outcomeCounts } from '#contract/figures.ts';
import { campaignsStore } from '#lambdas/campaigns/store.ts';
import type { CampaignItem } from '#lambdas/campaigns/store.ts';
import { renderMessage } from '#lambdas/campaigns/render-message.ts';
import { sha256Of } from '#lambdas/platform/canonical-json.ts';
import { day, hour, minute } from '#lambdas/platform/clock.ts';
import { standingKey, consentTable } from '#lambdas/platform/keys/consent.ts';
import { deliveryTable, messageKey, runOfClientKey } from '#lambdas/platform/keys/delivery.ts';
import { clientKey, directoryTable } from '#lambdas/platform/keys/directory.ts';
import { messageLog } from '#lambdas/platform/message-log.ts';
import { moveCampaign } from '#lambdas/sending/move-campaign.ts';
import { progressOf } from '#lambdas/sending/rules/progress-of.ts';
import { triedOn } from '#lambdas/sending/rules/variants.ts';
import { runsStore } from '#lambdas/sending/runs-store.ts';
import { drive } from './drive.ts';
import { outcomeOf } from './outcome.ts';
import { random } from './random.ts';
import {
  began,
  campaignId,
  campaignItem,
  clientId,
  draft,
  generous,
  peopleOnAList,
  said,
  sendingWorld,
} from './world.ts';
import type { SendingWorld } from './world.ts';

beforeEach(() => {
  vi.spyOn(Math, 'random').mockImplementation(random(7));
});
afterEach(() => {
  vi.restoreAllMocks();
});

const people = peopleOnAList(400, 3);

const found = async ({ tables }: SendingWorld): Promise<CampaignItem> =>
  (await campaignsStore(tables.client).find(clientId, campaignId))!;

/** What a user's route does. */
async function move(world: SendingWorld, to: 'paused' | 'sending' | 'cancelled'): Promise<void> {
  const { plan } = world.apps();
  await moveCampaign(await found(world), { to, actor: 'emeka.obi', done: to }, plan);
  if (to !== 'paused') await plan.planQueue().send({ kind: 'wake', clientId, campaignId });
}

const progressNow = async (world: SendingWorld) =>
  progressOf(
    (await runsStore(world.tables.client).view(campaignId))!,
    (await found(world)).state,
    world.time.clock.now(),
  );

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

  it('goes to nobody when that was before its time', async () => {
    const world = sendingWorld(people);
    await world.schedule(campaignItem({ state: 'cancelled' }));
    await drive(world);
    expect(world.sink.took.size).toBe(0);
    expect(await runsStore(world.tables.client).view(campaignId)).toBeUndefined();
  });
});

describe('a campaign that is paused', () => {
  it('stops within a batch of each worker, and goes on to those who have not got it', async () => {
    const world = sendingWorld(people);
    await world.schedule();
    let sentWhenPaused = 0;
    const during = new Map([
      [
        1_000,
        async () => {
          sentWhenPaused = world.sink.took.size;
          await move(world, 'paused');
        },
      ],
    ]);
    await drive(world, [], { during, mostRounds: 30 });
    expect(world.sink.took.size).toBeGreaterThan(0);
    expect(world.sink.took.size).toBeLessThanOrEqual(sentWhenPaused + 4 * 50);
    expect(world.sink.took.size).toBeLessThan(350);
    await move(world, 'sending');
    await drive(world);
    const { state, progress, planned, sum, twice, lost } = await outcomeOf(world);
    expect({ state, planned: progress.planned, sum, twice, lost }).toEqual({
      state: 'sent',
      planned,
      sum: planned,
      twice: 0,
      lost: [],
    });
  });

  it('by nobody but the product, when its client was suspended meanwhile', async () => {
    const world = sendingWorld(people);
    await world.schedule();
    const suspend = () => {
      const key = clientKey(clientId);
      const client = world.tables.all(directoryTable.name).find(({ pk, sk }) => pk === key.pk && sk === key.sk)!;
      world.tables.seed(directoryTable.name, { ...client, status: 'suspended' });
      return Promise.resolve();
    };
    await drive(world, [], { during: new Map([[1_000, suspend]]), mostRounds: 30 });
    expect(await found(world)).toMatchObject({ state: 'paused', because: 'this client is not approved at the moment' });
    expect(world.sink.took.size).toBeLessThan(350);
  });
});

describe('who opts out while it is sent (CS-08)', () => {
  it('gets nothing, whatever was planned', async () => {
    const world = sendingWorld(people);
    await world.schedule();
    let left: string[] = [];
    const leave = () => {
      const waiting = world.tables
        .all(consentTable.name)
        .filter(
          ({ sk, contactId, lists }) =>
            sk === 'STANDING' && lists && !world.sink.took.has(`${campaignId}-${String(contactId)}`),
        );
      for (const standing of waiting.slice(-30)) {
        const { pk } = standingKey(String(standing.addressKey));
        world.tables.seed(consentTable.name, {
          ...standing,
          pk,
          stopped: { reason: 'unsubscribed', at: world.time.clock.now() },
        });
      }
      left = waiting.slice(-30).map(({ contactId }) => String(contactId));
      return Promise.resolve();
    };
    await drive(world, [], { during: new Map([[1_200, leave]]) });
    expect(left).toHaveLength(30);
    // Whose message is already on its way to SES may have it.
    const got = left.filter((contactId) => world.sink.took.has(`${campaignId}-${contactId}`));
    expect(got.length).toBeLessThanOrEqual(4);
    const { progress, sum } = await outcomeOf(world);
    expect(sum).toBe(progress.planned);
  });
});

describe('a message that hides the way out from one person (CS-05)', () => {
  it('is not sent to them, and is to everybody else', async () => {
    const world = sendingWorld(people);
    const { compiled } = said;
    const foot = '<p><a href="{{ unsubscribe_url }}">Unsubscribe</a></p>';
    const html = `<p>Hello {{ first_name }}</p>{% if first_name == "sent" %}${foot}{% endif %}`;
    const content = { ...compiled, contentHash: sha256Of(html), html };
    world.state.render = (_, recipient) => renderMessage(content, recipient);
    await world.schedule();
    await drive(world);
    const { progress, sum } = await outcomeOf(world);
    // Those who are called otherwise: SES would refuse them, if it were asked.
    const others = [...people.expected.values()].filter((fate) => fate === 'MessageRejected').length;
    expect(others).toBeGreaterThan(0);
    expect(progress).toMatchObject({ skipped: { no_unsubscribe_link: others }, failed: {} });
    expect(progress.sent).toBe([...people.expected.values()].filter((fate) => fate === 'sent').length);
    expect(sum).toBe(progress.planned);
  });
});

describe('a campaign that may not begin', () => {
  it.each([
    ['the sandbox', { account: { ...generous, inSandbox: true } }, /sandbox/],
    ['sending switched off', { account: { ...generous, sendingEnabled: false } }, /switched off/],
    ['a check that blocks', { report: { blocked: true } }, /check before sending/],
  ])('because of %s, is paused with a sentence; resumed, it is asked again', async (_, state, words) => {
    const world = sendingWorld(people);
    const before = { account: generous, report: { blocked: false } };
    Object.assign(world.state, state);
    await world.schedule();
    await drive(world);
    expect(await found(world)).toMatchObject({ state: 'paused', because: expect.stringMatching(words) as string });
    expect(world.sink.took.size).toBe(0);
    await move(world, 'sending');
    await drive(world);
    expect((await found(world)).state).toBe('paused');
    Object.assign(world.state, before);
    await move(world, 'sending');
    await drive(world);
    expect((await found(world)).state).toBe('sent');
  });

  it('of another version than was scheduled, does not', async () => {
    const world = sendingWorld(people);
    await world.schedule(campaignItem({ version: 2 }));
    world.planQueue.receive()?.done();
    world.planQueue.again({ kind: 'start', clientId, campaignId, version: 1 });
    await drive(world);
    expect((await found(world)).state).toBe('scheduled');
  });
});

describe('the quota of the account', () => {
  it('holds a campaign up, says so, and lets it go on as it frees', async () => {
    const world = sendingWorld(people);
    world.state.account = { ...generous, maxPerDay: 200, sentLastDay: 0 };
    await world.schedule();
    await drive(world, [], { mostRounds: 4 });
    expect(world.sink.took.size).toBeLessThanOrEqual(190);
    const waiting = await progressNow(world);
    expect(waiting.waitsFor).toMatch(/24-hour quota/);
    expect(waiting.state).toBe('sending');
    world.state.account = generous;
    await drive(world);
    expect((await outcomeOf(world)).state).toBe('sent');
    expect(await progressNow(world)).not.toHaveProperty('waitsFor');
  });

  it('of a slow account takes its time: no faster than nine tenths of its rate', async () => {
    const world = sendingWorld(people);
    world.state.account = { ...generous, maxPerSecond: 5 };
    await world.schedule();
    const began = world.time.nowMs;
    await drive(world);
    const { progress, sum } = await outcomeOf(world);
    expect(sum).toBe(progress.planned);
    expect(Date.parse(progress.endedAt!) - began).toBeGreaterThan((progress.planned / 4.5) * 1_000 * 0.95);
    expect(Date.parse(progress.endedAt!) - began).toBeLessThan((progress.planned / 4.5) * 1_000 + 3 * minute);
  });
});

/** A campaign with two subjects. `subjects` gets who was sent which. */
async function withTwoSubjects(decidedBy: 'user' | 'clicks') {
  const world = sendingWorld(people);
  const variants = { subjectB: 'Other books', sharePercent: 20, decidedBy, afterHours: 4 };
  const subjects = new Map<string, string | undefined>();
  const plain = world.state.render;
  world.state.render = async (compiled, recipient, subject) => {
    subjects.set(recipient.links.unsubscribeUrl, subject);
    return plain(compiled, recipient, subject);
  };
  const { content: _content, text: _text, ...rest } = campaignDraft.parse({ ...draft, variants });
  await world.schedule(campaignItem({ draft: rest }));
  return { world, subjects };
}

describe('two subjects', () => {
  it('are tried on a part; the others get the winner, and nobody both', async () => {
    const { world, subjects } = await withTwoSubjects('user');
    await drive(world, [], { mostRounds: 40 });
    const tried = world.sink.took.size;
    expect(tried).toBeGreaterThan(40);
    expect(tried).toBeLessThan(120);
    expect((await progressNow(world)).waitsFor).toMatch(/choose/);
    expect(new Set(subjects.values())).toEqual(new Set(['a', 'b']));
    for (const messageId of world.sink.took.keys())
      expect(['a', 'b']).toContain(triedOn(campaignId, messageId.slice(17)));
    subjects.clear();
    const entry = { clientId, actor: 'emeka.obi', action: 'campaign.winner-b', subject: campaignId };
    const stamp = { at: world.time.clock.now(), id: 'auditauditaudit1' };
    await runsStore(world.tables.client).choose(campaignId, 'b', { entry, stamp });
    await world.apps().plan.planQueue().send({ kind: 'wake', clientId, campaignId });
    await drive(world);
    const { state, progress, planned, sum, twice, lost } = await outcomeOf(world);
    expect({ state, planned: progress.planned, sum, twice, lost }).toEqual({
      state: 'sent',
      planned,
      sum: planned,
      twice: 0,
      lost: [],
    });
    expect(new Set(subjects.values())).toEqual(new Set(['b']));
  });

  it('are decided by clicks of people, some hours after the last of the part was sent to', async () => {
    const { world, subjects } = await withTwoSubjects('clicks');
    await drive(world, [], { mostRounds: 40 });
    expect((await progressNow(world)).waitsFor).toMatch(
      /^both subjects were tried: what people click decides at 2026-11-24T13:/,
    );
    // Machines follow every link of the first.
    const a = outcomeCounts.parse({ delivered: 40, clickedHuman: 3, clickedMachine: 40 });
    const b = outcomeCounts.parse({ delivered: 38, clickedHuman: 4 });
    world.state.figures = { ...world.state.figures, variants: { a, b } };
    subjects.clear();
    await drive(world);
    const { state, progress, planned, sum, twice } = await outcomeOf(world);
    expect({ state, planned: progress.planned, sum, twice }).toEqual({
      state: 'sent',
      planned,
      sum: planned,
      twice: 0,
    });
    expect(new Set(subjects.values())).toEqual(new Set(['b']));
    expect(Date.parse(progress.endedAt!) - began).toBeGreaterThan(4 * hour);
    const trail = world.tables.all(directoryTable.name).filter(({ action }) => action === 'campaign.winner-b');
    expect(trail).toMatchObject([{ actor: 'assent', reason: 'people who followed a link: A 3 of 40, B 4 of 38' }]);
  });
});

describe('a client that allows itself two campaigns a week to one person', () => {
  const days = (back: number) => new Date(began - back * day).toISOString();
  const others = [
    { campaignId: 'campaigncampaig2', sentAt: days(2), endedAt: days(2) },
    { campaignId: 'campaigncampaig3', sentAt: days(5), endedAt: undefined },
    // Went to everybody, and is long over.
    { campaignId: 'campaigncampaig4', sentAt: days(9), endedAt: days(9) },
  ];

  /** @param got how many of the others each person got */
  function worldWhere(got: (index: number) => number) {
    const world = sendingWorld(people);
    const { tables } = world;
    const client = tables.all(directoryTable.name).find(({ sk }) => sk === clientKey(clientId).sk)!;
    tables.seed(directoryTable.name, { ...client, frequencyCap: { messages: 2, days: 7 } });
    const contacts = [...world.expected.keys()];
    for (const [of, { campaignId: other, sentAt, endedAt }] of others.entries()) {
      tables.seed(deliveryTable.name, { ...runOfClientKey(clientId, sentAt, other), v: 1, campaignId: other, endedAt });
      for (const [index, contactId] of contacts.entries())
        if (of < got(index) || of === 2) {
          const messageId = `${other}-${contactId}`;
          const status = {
            status: 'sent',
            statusRank: 3,
            claimedAt: sentAt,
            statusAt: sentAt,
            sesMessageId: messageId,
          };
          tables.seed(deliveryTable.name, {
            ...messageKey(messageId),
            v: 1,
            messageId,
            purpose: 'campaign',
            clientId,
            contactId,
            ...status,
          });
        }
    }
    return { world, contacts };
  }

  it('leaves out who had them, while planning, and nobody else', async () => {
    const { world, contacts } = worldWhere((index) => index % 3);
    await world.schedule();
    await drive(world);
    const { state, progress, sum } = await outcomeOf(world);
    const wouldBePlanned = contacts.filter((contactId) => world.expected.get(contactId) !== 'unsubscribed');
    const had = wouldBePlanned.filter((contactId) => contacts.indexOf(contactId) % 3 === 2);
    expect(state).toBe('sent');
    expect(progress.leftOut.frequency_cap).toBe(had.length);
    expect(progress.planned).toBe(wouldBePlanned.length - had.length);
    expect(sum).toBe(progress.planned);
    for (const contactId of had) expect(world.sink.took.has(`${campaignId}-${contactId}`)).toBe(false);
  });

  it('neither plans nor sends to who got the last of them meanwhile', async () => {
    const { world, contacts } = worldWhere(() => 1);
    await world.schedule();
    const late = contacts.filter((contactId) => world.expected.get(contactId) === 'sent').slice(0, 30);
    const meanwhile = async () => {
      const messages = messageLog(world.tables.client);
      for (const contactId of late) {
        const message = { messageId: `campaigncampaig3-${contactId}`, purpose: 'campaign', clientId, contactId };
        await messages.claim(message, world.time.clock.now());
      }
    };
    // Some are planned by then, and some of these sent to.
    await drive(world, [], { during: new Map([[1300, meanwhile]]) });
    const { progress, sum } = await outcomeOf(world);
    expect(sum).toBe(progress.planned);
    const [leftOut, skipped] = [progress.leftOut.frequency_cap!, progress.skipped.frequency_cap!];
    expect(leftOut).toBeGreaterThan(0);
    expect(skipped).toBeGreaterThan(0);
    const without = late.filter((contactId) => !world.sink.took.has(`${campaignId}-${contactId}`));
    expect(without).toHaveLength(leftOut + skipped);
  });
});

describe('a new sender domain', () => {
  it('sends what it may on each day, and the rest on those that follow', async () => {
    const world = sendingWorld(people);
    world.state.ramp = { firstDay: 50, growth: 2, except: [] };
    const byDay = new Map<string, number>();
    const plain = world.state.render;
    world.state.render = (...about) => {
      const today = world.time.clock.now().slice(0, 10);
      byDay.set(today, (byDay.get(today) ?? 0) + 1);
      return plain(...about);
    };
    await world.schedule();
    await drive(world, [], { mostRounds: 30 });
    expect((await progressNow(world)).waitsFor).toMatch(/new.*midnight/);
    await drive(world);
    const { state, progress, sum, twice } = await outcomeOf(world);
    expect({ state, sum, twice }).toEqual({ state: 'sent', sum: progress.planned, twice: 0 });
    // Who may not be mailed is found out after their place was taken: it may be fewer, never more.
    const days = [...byDay.values()];
    expect(days).toHaveLength(4);
    for (const [day, most] of [50, 100, 200].entries()) {
      expect(days[day]).toBeLessThanOrEqual(most);
      expect(days[day]).toBeGreaterThan(most * 0.8);
    }
  });

  it('is not held up when the operator says that it is known', async () => {
    const world = sendingWorld(people);
    world.state.ramp = { firstDay: 1, growth: 2, except: [draft.from.domain] };
    await world.schedule();
    await drive(world);
    const { state, progress } = await outcomeOf(world);
    expect(state).toBe('sent');
    expect(Date.parse(progress.endedAt!) - began).toBeLessThan(hour);
  });
});
