import { describe, expect, it } from 'vitest';
import type { CampaignState } from '#contract/campaigns.ts';
import type { Client } from '#contract/clients.ts';
import type { CampaignItem } from '#lambdas/campaigns/sendable-campaigns.ts';
import type { Mail } from '#lambdas/platform/mail-transport.ts';
import { accountScope, campaignScope, clientScope } from '#lambdas/reporting/rates-store.ts';
import type { Strike } from '#lambdas/reporting/rates-store.ts';
import { defaultLimits, noSums } from '#lambdas/reporting/rules/rates.ts';
import type { RateSums } from '#lambdas/reporting/rules/rates.ts';
import { watchRates } from '#lambdas/reporting/watch-rates.ts';
import type { WatchApp } from '#lambdas/reporting/watch-rates.ts';
import { harbourBooks } from '#test/support/believable.ts';

const at = '2026-11-24T09:00:00.000Z';
const clientId = 'harbourbooks0001';
const first = 'campaigncampaig1';
const second = 'campaigncampaig2';

const item = (campaignId: string, state: CampaignState, more: Partial<CampaignItem> = {}) =>
  ({
    campaignId,
    clientId,
    state,
    version: 1,
    updatedAt: at,
    draft: { name: 'December letter' },
    ...more,
  }) as CampaignItem;

const storm: Partial<RateSums> = { delivered: 300, complaints: 6, causes: { abuse: 5, unnamed: 1 } };
const disaster: Partial<RateSums> = { delivered: 3_000, complaints: 60 };

function setup({
  campaigns = [item(first, 'sending')],
  sums = {},
  operator,
}: {
  campaigns?: CampaignItem[];
  sums?: Record<string, Partial<RateSums>>;
  operator?: string;
} = {}) {
  const kept = new Map(campaigns.map((each) => [each.campaignId, each]));
  const strikes = new Map<string, Strike>();
  const mails: Mail[] = [];
  const trail: (string | undefined)[] = [];
  const asked: string[] = [];
  const client = { ...harbourBooks, clientId, status: 'approved', language: 'en' } as unknown as Client;
  const suspended: string[] = [];
  let ids = 0;
  const app: WatchApp = {
    clock: { now: () => at },
    ids: { next: () => String(ids++) },
    campaigns: {
      find: (_, campaignId) => Promise.resolve(kept.get(campaignId)),
      change: (_from, to, { entry }) => {
        kept.set(to.campaignId, to);
        trail.push(`${entry.actor} ${entry.action}: ${entry.reason}`);
        return Promise.resolve(true);
      },
    },
    openRuns: () => Promise.resolve([...kept.keys()].map((campaignId) => ({ clientId, campaignId }))),
    rates: {
      sums: (scope, since) => {
        asked.push(`${scope} ${since}`);
        return Promise.resolve({ ...noSums, ...sums[scope] });
      },
      strike: (strike) => {
        const key = `${strike.campaignId}#${strike.since}`;
        const fresh = !strikes.has(key);
        if (fresh) strikes.set(key, strike);
        return Promise.resolve(fresh);
      },
      lastStrike: () => Promise.resolve([...strikes.values()].find(({ counts }) => counts)?.at),
      strikesSince: () => Promise.resolve([...strikes.values()].filter(({ counts }) => counts).length),
    },
    limits: defaultLimits,
    suspend: Object.assign(
      (_: string, reason: string) => {
        suspended.push(reason);
        return Promise.resolve(true);
      },
      { client: () => Promise.resolve(client) },
    ),
    transport: {
      send: (mail) => {
        mails.push(mail);
        return Promise.resolve({ sent: true, sesMessageId: 'ses' });
      },
    },
    operatorAddress: operator,
    log: { info: () => {}, error: () => {} },
    count: () => {},
  };
  const touch = (...campaignIds: string[]) =>
    watchRates(
      campaignIds.map((campaignId) => ({ clientId, campaignId })),
      app,
    );
  return { kept, mails, trail, asked, suspended, touch, strikes };
}

describe('a campaign with too many complaints', () => {
  const sums = { [campaignScope(first)]: storm };

  it('is stopped, with the figures, and the trail says by whom', async () => {
    const { kept, trail, touch } = setup({ sums });
    await touch(first);
    expect(kept.get(first)).toMatchObject({
      state: 'paused',
      because: '6 complaints of 300 deliveries (2.00 %, limit 0.10 %)',
      held: {
        at,
        excess: [{ scope: 'campaign', what: 'complaints', count: 6, of: 300 }],
        causes: { abuse: 5, unnamed: 1 },
      },
    });
    expect(trail).toEqual(['assent campaign.held: 6 complaints of 300 deliveries (2.00 %, limit 0.10 %)']);
  });

  it('is told of once, to the client and to who runs this Assent', async () => {
    const { mails, touch } = setup({ sums, operator: 'ops@example.net' });
    await touch(first);
    await touch(first);
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([
      [harbourBooks.contactAddress, 'Stopped: December letter'],
      ['ops@example.net', 'Stopped: December letter'],
    ]);
    expect(mails[0]?.text).toContain(
      '6 people of 300 who got it reported it as spam (2.00 %, where 0.10 % is the limit)',
    );
    expect(mails[0]?.text).toContain('- abuse: 5');
    expect(mails[0]?.text).toContain(`assent campaign report ${first} --client ${clientId}`);
  });

  it('that is out already is told of as that, and counts', async () => {
    const { kept, mails, strikes, touch } = setup({ campaigns: [item(first, 'sent')], sums });
    await touch(first);
    expect(kept.get(first)?.state).toBe('sent');
    expect(mails[0]?.subject).toBe('Too many objections: December letter');
    expect(strikes.size).toBe(1);
  });

  it('is counted from when a person let it go on', async () => {
    const watchedSince = '2026-11-24T08:30:00.000Z';
    const { asked, touch } = setup({ campaigns: [item(first, 'sending', { watchedSince })] });
    await touch(first);
    expect(asked[0]).toBe(`${campaignScope(first)} ${watchedSince}`);
  });

  it('of a client for the second time suspends the client', async () => {
    const campaigns = [item(first, 'sending'), item(second, 'sending')];
    const both = { ...sums, [campaignScope(second)]: storm };
    const { suspended, mails, touch } = setup({ campaigns, sums: both });
    await touch(first);
    expect(suspended).toEqual([]);
    await touch(second);
    expect(suspended).toHaveLength(1);
    expect(mails.at(-1)?.text).toContain('second time within a week');
  });
});

describe('rates over the limit', () => {
  it.each([
    ['of a client stop all of its campaigns', clientScope(clientId), storm],
    ['of the account stop all campaigns', accountScope, disaster],
  ])('%s, and count against no client', async (_, scope, over) => {
    const campaigns = [item(first, 'sending'), item(second, 'sending')];
    const { kept, touch, suspended } = setup({ campaigns, sums: { [scope]: over } });
    await touch(first);
    expect([...kept.values()].map(({ state }) => state)).toEqual(['paused', 'paused']);
    expect(suspended).toEqual([]);
  });

  it('of the account that one client alone brought about stop nobody else', async () => {
    const { kept, touch } = setup({ sums: { [accountScope]: storm } });
    await touch(first);
    expect(kept.get(first)?.state).toBe('sending');
  });

  it('that are not there stop nothing', async () => {
    const { kept, mails, touch } = setup({ sums: { [campaignScope(first)]: { delivered: 300, complaints: 2 } } });
    await touch(first);
    expect(kept.get(first)?.state).toBe('sending');
    expect(mails).toEqual([]);
  });
});
