import { describe, expect, it } from 'vitest';
import type { scheduleCampaign, unscheduleCampaign } from '#contract/campaigns.ts';
import type { LifecycleApp } from '#lambdas/campaigns/lifecycle-app.ts';
import { run as schedule } from '#lambdas/campaigns/schedule-campaign.ts';
import { run as unschedule } from '#lambdas/campaigns/unschedule-campaign.ts';
import type { CampaignItem } from '#lambdas/campaigns/store.ts';
import { renderMessage } from '#lambdas/campaigns/render-message.ts';
import type { RequestOf } from '#lambdas/platform/api.ts';
import { letter } from '#test/support/campaign.ts';
import type { Audited } from '#lambdas/platform/audit.ts';
import { judged } from '#test/support/judged.ts';
import { compile } from '#lambdas/campaigns/compile.ts';
import { listId } from '#test/support/people.ts';

const now = '2026-12-01T09:00:00.000Z';
const { client } = judged();
const named = { clientId: client.clientId, campaignId: 'decemberletter01' };

/** A checked campaign, and everything that scheduling it does to the world. */
async function setup() {
  const { content, text, ...draft } = letter(listId, { from: { domain: 'mail.example.com' } });
  const compiled = await compile(
    { content, text, ...draft },
    { client, listTitle: 'the letter', fields: [], picture: () => Promise.resolve(undefined) },
  );
  const report = {
    checkedAt: now,
    contentHash: compiled.contentHash,
    findings: [],
    overrides: [],
    blocked: false,
  };
  const kept: { item: CampaignItem } = {
    item: {
      ...named,
      state: 'checked',
      version: 1,
      draft,
      contentHash: compiled.contentHash,
      report,
      createdBy: 'noor.haddad',
      createdAt: now,
      updatedAt: now,
    },
  };
  const said = { v: 1 as const, campaignId: named.campaignId, content, text, compiled };
  const done: string[] = [];
  const races: (() => void)[] = [];
  let queueAnswers = true;
  const app = {
    clock: { now: () => now },
    ids: { next: () => 'audit' },
    campaigns: {
      find: () => Promise.resolve(kept.item),
      content: () => Promise.resolve(said),
      change: (from: CampaignItem, to: CampaignItem, { entry: { action } }: Audited) => {
        races.shift()?.();
        const { state, version } = kept.item;
        if (from.state !== state || from.version !== version) return Promise.resolve(false);
        kept.item = to;
        done.push(action);
        return Promise.resolve(true);
      },
    },
    check: {
      clock: { now: () => now },
      campaigns: { content: () => Promise.resolve(said) },
      store: {
        client: () => Promise.resolve(client),
        list: () =>
          Promise.resolve({ listId, clientId: client.clientId, name: 'x', title: 'the letter', createdAt: now }),
        sender: () => Promise.resolve('absent'),
        bases: () => Promise.resolve(['consent']),
        earlier: () => Promise.resolve([]),
      },
      render: renderMessage,
      hosts: { absent: () => Promise.resolve(new Set<string>()) },
      settings: () => ({ publicUrl: 'https://news.example.com', fromDomain: 'mail.example.com' }),
    },
    schedules: {
      put: ({ version }: CampaignItem, at: string) => Promise.resolve(void done.push(`put ${version} ${at}`)),
      remove: ({ version }: CampaignItem) => Promise.resolve(void done.push(`remove ${version}`)),
    },
    planQueue: () => ({
      send: (message: object) => {
        if (!queueAnswers) return Promise.reject(new Error('out of reach'));
        done.push(`start ${JSON.stringify(message)}`);
        return Promise.resolve();
      },
    }),
  } as unknown as LifecycleApp;
  const request = (body: object) => ({ params: named, body, caller: () => ({ userName: 'emeka.obi' }) });
  return {
    kept,
    done,
    race: (other: () => void) => void races.push(other),
    silence: () => (queueAnswers = false),
    schedule: (at?: string) =>
      schedule(request({ version: 1, at, timeZone: 'UTC' }) as unknown as RequestOf<typeof scheduleCampaign>, app),
    unschedule: () => unschedule(request({}) as unknown as RequestOf<typeof unscheduleCampaign>, app),
  };
}

const later = '2026-12-02T09:00:00.000Z';
const start = `start ${JSON.stringify({ kind: 'start', ...named, version: 1 })}`;

describe('scheduling', () => {
  it('makes the schedule before it says so', async () => {
    const { schedule: ask, done, kept } = await setup();
    await ask(later);
    expect(done).toEqual([`put 1 ${later}`, 'campaign.scheduled']);
    expect(kept.item).toMatchObject({ state: 'scheduled', schedule: { at: later } });
  });

  it.each([undefined, '2026-12-01T09:00:40.000Z'])('tells the queue at once for %s, after it says so', async (at) => {
    const { schedule: ask, done } = await setup();
    await ask(at);
    expect(done).toEqual(['campaign.scheduled', start]);
  });

  it('leaves a draft when the queue does not answer', async () => {
    const { schedule: ask, done, kept, silence } = await setup();
    silence();
    await expect(ask()).rejects.toMatchObject({ code: 'unavailable' });
    expect(done).toEqual(['campaign.scheduled', 'campaign.unscheduled']);
    expect(kept.item.state).toBe('draft');
  });

  it('leaves the time of somebody who was faster', async () => {
    const { schedule: ask, done, kept, race } = await setup();
    const theirs = '2026-12-03T09:00:00.000Z';
    race(() => (kept.item = { ...kept.item, state: 'scheduled', schedule: { at: theirs, timeZone: 'UTC' } }));
    await expect(ask(later)).rejects.toMatchObject({ code: 'changed_meanwhile' });
    expect(done).toEqual([`put 1 ${later}`, `put 1 ${theirs}`]);
  });

  it('leaves no schedule when somebody changed it meanwhile', async () => {
    const { schedule: ask, done, kept, race } = await setup();
    race(() => (kept.item = { ...kept.item, state: 'draft', version: 2 }));
    await expect(ask(later)).rejects.toMatchObject({ code: 'changed_meanwhile' });
    expect(done).toEqual([`put 1 ${later}`, 'remove 1']);
  });

  it('is taken back as another version, and by the name of the old one', async () => {
    const { schedule: ask, unschedule: back, done, kept } = await setup();
    await ask(later);
    await back();
    expect(done.slice(2)).toEqual(['campaign.unscheduled', 'remove 1']);
    expect(kept.item).toMatchObject({ state: 'draft', version: 2, schedule: undefined });
    await expect(back()).rejects.toMatchObject({ code: 'wrong_state' });
  });
});
