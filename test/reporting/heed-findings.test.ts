import { describe, expect, it } from 'vitest';
import { accountEvent } from '#contract/reporting.ts';
import type { Client } from '#contract/clients.ts';
import type { CampaignItem } from '#lambdas/campaigns/sendable-campaigns.ts';
import { later, minute } from '#lambdas/platform/clock.ts';
import { deliveryTable } from '#lambdas/platform/keys/delivery.ts';
import type { Mail } from '#lambdas/platform/mail-transport.ts';
import { findingsStore } from '#lambdas/reporting/findings-store.ts';
import { heedFinding, lookAtAccount } from '#lambdas/reporting/heed-findings.ts';
import type { FindingsApp } from '#lambdas/reporting/heed-findings.ts';
import { findingOf } from '#lambdas/reporting/rules/finding-of.ts';
import type { AccountStanding } from '#lambdas/reporting/rules/finding-of.ts';
import { harbourBooks } from '#test/support/believable.ts';
import { MemoryTables } from '#test/support/memory-table.ts';

const at = '2026-11-24T09:00:00.000Z';
const one = 'harbourbooks0001';
const other = 'otherclientother';

const event = (detailType: string, detail: object, { tenant = one, time = at } = {}) =>
  accountEvent.parse({
    version: '0',
    source: 'aws.ses',
    'detail-type': detailType,
    time: time.replace('.000', ''),
    resources: tenant === 'none' ? [] : [`arn:aws:ses:eu-west-2:111122223333:tenant/${tenant}/tn-0123`],
    detail: { version: '1.0.0', ...detail },
  });
type Options = Parameters<typeof event>[2];
const sending = (status: 'Enabled' | 'Disabled', options?: Options) =>
  event(
    `Sending Status ${status}`,
    { data: { origin: 'AWS_SES_MANAGED', record: { status: status.toUpperCase(), cause: 'Too many complaints.' } } },
    options,
  );
const advice = (status: string, type: string, impact: string, options?: Options) =>
  event(`Advisor Recommendation Status ${status}`, { data: `${type} of 15.0 %.`, metadata: { type, impact } }, options);

interface World {
  readonly statuses?: Record<string, Client['status']>;
  readonly standing?: Partial<AccountStanding>;
}

function setup({ statuses = {}, standing = {} }: World = {}) {
  process.env[deliveryTable.environment] = deliveryTable.name;
  const item = (campaignId: string, clientId: string) =>
    ({ campaignId, clientId, state: 'sending', version: 1, updatedAt: at, draft: { name: 'Letter' } }) as CampaignItem;
  const kept = new Map([one, other].map((clientId) => [clientId, item(`of${clientId.slice(2)}`, clientId)]));
  const mails: Mail[] = [];
  const counted: string[] = [];
  const app: FindingsApp = {
    clock: { now: () => later(at, minute) },
    ids: { next: () => String(mails.length) },
    campaigns: {
      find: (clientId) => Promise.resolve(kept.get(clientId)),
      change: (_, to) => Promise.resolve(kept.set(to.clientId, to).size > 0),
    },
    openRuns: () => Promise.resolve([...kept.values()]),
    findings: findingsStore(new MemoryTables().client),
    client: (clientId) =>
      Promise.resolve(
        kept.has(clientId)
          ? ({
              ...harbourBooks,
              clientId,
              status: statuses[clientId] ?? 'approved',
              language: 'en',
            } as unknown as Client)
          : undefined,
      ),
    transport: {
      send: (mail) => {
        if (!mails.some(({ messageId }) => messageId === mail.messageId)) mails.push(mail);
        return Promise.resolve({ sent: true, sesMessageId: 'ses' });
      },
    },
    operatorAddress: 'ops@example.net',
    standing: () => Promise.resolve({ sendingEnabled: true, enforcement: 'HEALTHY', ...standing }),
    log: { info: () => {}, error: () => {} },
    count: (name) => void counted.push(name),
  };
  return {
    kept,
    mails,
    counted,
    app,
    tell: (told: ReturnType<typeof event>) => heedFinding(findingOf(told), app),
    states: () => [one, other].map((clientId) => kept.get(clientId)?.state),
  };
}

describe('when SES stops the mail of a client', () => {
  it('its campaigns stop, with what SES says, and those of others go on; it is told once', async () => {
    const { tell, states, kept, mails, counted } = setup();
    await tell(sending('Disabled'));
    await tell(sending('Disabled'));
    expect(states()).toEqual(['paused', 'sending']);
    expect(kept.get(one)).toMatchObject({
      because: 'all mail of this client: SES says: Too many complaints.',
      held: { finding: { scope: 'client', about: 'SENDING', says: 'Too many complaints.' } },
    });
    expect(mails.map(({ to, subject, client }) => [to, subject, client.tenantName])).toEqual([
      [harbourBooks.contactAddress, 'Stopped: Letter', undefined],
      ['ops@example.net', 'Stopped: Letter', undefined],
    ]);
    expect(mails[0]?.text).toContain('- Too many complaints.');
    expect(counted).toEqual(['MailStoppedBySes', 'CampaignHeld']);
  });

  it('and lets it go on, that is told, and only a person resumes', async () => {
    const { tell, states, mails } = setup();
    await tell(sending('Disabled'));
    await tell(sending('Enabled', { time: later(at, minute) }));
    expect(states()).toEqual(['paused', 'sending']);
    expect(mails.slice(2).map(({ subject }) => subject)).toEqual(['May go on: Letter', 'May go on: Letter']);
    expect(mails[2]?.text).toContain('assent campaign resume');
  });

  it('what comes too late changes nothing', async () => {
    const { tell, states, mails } = setup();
    await tell(sending('Enabled', { time: later(at, minute) }));
    await tell(sending('Disabled'));
    expect(states()).toEqual(['sending', 'sending']);
    expect(mails).toEqual([]);
  });

  it('because we suspended the client, there is nothing to tell', async () => {
    const { tell, mails, counted, app } = setup({ statuses: { [one]: 'suspended' } });
    await tell(sending('Disabled'));
    expect([mails, counted, await app.findings.all()]).toEqual([[], [], []]);
  });

  it('of whom we know nothing, it is the affair of somebody else in this account', async () => {
    const { tell, states, app } = setup();
    await tell(sending('Disabled', { tenant: 'somebody-else' }));
    expect(states()).toEqual(['sending', 'sending']);
    expect(await app.findings.all()).toEqual([]);
  });
});

describe('what SES finds', () => {
  it.each([
    ['stops campaigns when it is about their mail and bad', advice('Open', 'BOUNCE', 'HIGH'), 'paused'],
    ['stops none while it is a warning', advice('Open', 'BOUNCE', 'LOW'), 'sending'],
    ['stops none when it is about the DNS', advice('Open', 'DMARC', 'HIGH'), 'sending'],
    ['stops none when it is over', advice('Resolved', 'BOUNCE', 'HIGH'), 'sending'],
  ])('%s', async (_, told, state) => {
    const { tell, states } = setup();
    await tell(told);
    expect(states()).toEqual([state, 'sending']);
  });

  it('stops campaigns once a warning has become worse', async () => {
    const { tell, states } = setup();
    await tell(advice('Open', 'COMPLAINT', 'LOW'));
    await tell(advice('Open', 'COMPLAINT', 'HIGH', { time: later(at, minute) }));
    expect(states()).toEqual(['paused', 'sending']);
  });

  it('of the whole account stops all, but what a person let go on since', async () => {
    const { tell, states, kept, app } = setup();
    kept.set(other, { ...kept.get(other)!, watchedSince: later(at, minute) });
    await tell(advice('Open', 'BOUNCE', 'HIGH', { tenant: 'none' }));
    expect(states()).toEqual(['paused', 'sending']);
    await lookAtAccount(app);
    expect(states()).toEqual(['paused', 'sending']);
  });
});

describe('each minute', () => {
  it('an account that people look into is found out, and once', async () => {
    const { app, states, kept, counted } = setup({ standing: { enforcement: 'PROBATION' } });
    await lookAtAccount(app);
    await lookAtAccount(app);
    expect(states()).toEqual(['paused', 'paused']);
    expect(kept.get(one)?.because).toBe('all mail of this account: SES says: the account is PROBATION; it sends');
    expect(counted.filter((name) => name === 'MailStoppedBySes')).toHaveLength(1);
  });

  it('campaigns that began since are stopped too; those of a healthy account are left alone', async () => {
    const { app, kept, tell, states } = setup();
    await lookAtAccount(app);
    expect(states()).toEqual(['sending', 'sending']);
    const begun = kept.get(one)!;
    await tell(sending('Disabled'));
    kept.set(one, begun);
    await lookAtAccount(app);
    expect(states()).toEqual(['paused', 'sending']);
  });
});
