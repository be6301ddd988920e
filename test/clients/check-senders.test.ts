import { describe, expect, it } from 'vitest';
import type { Client } from '#contract/clients.ts';
import { checkSenders } from '#lambdas/clients/check-senders.ts';
import type { CheckSendersApp } from '#lambdas/clients/check-senders.ts';
import type { SenderLook } from '#lambdas/clients/rules/sender-status.ts';
import type { KeptSender } from '#lambdas/clients/senders-store.ts';
import type { Mail } from '#lambdas/platform/mail-transport.ts';
import { harbourBooks } from '#test/support/believable.ts';

const at = '2026-11-24T05:30:00.000Z';
const well: SenderLook = {
  ses: { verified: true, dkim: 'SUCCESS', mailFrom: 'SUCCESS' },
  found: ['yes', 'yes', 'yes', 'yes', 'yes', 'yes'],
};
const noMx: SenderLook = { ...well, found: ['yes', 'yes', 'yes', 'no', 'yes', 'yes'] };

interface Given {
  readonly domains?: Readonly<Record<string, SenderLook | Error>>;
  readonly status?: Client['status'];
  readonly owner?: KeptSender['owner'];
  readonly transport?: (mail: Mail) => Promise<void>;
}

/** Domains that were ready yesterday. */
function setup({ domains = {}, status = 'approved', owner = 'client', transport }: Given = {}) {
  const clientId = 'harbourbooks0001';
  const kept = new Map<string, KeptSender>(
    Object.keys(domains).map((domain) => [
      domain,
      {
        v: 1,
        clientId,
        domain,
        owner,
        status: 'ready',
        key: { tokens: ['one', 'two', 'three'], zone: 'dkim.amazonses.com' },
        found: well.found as KeptSender['found'],
        readySince: '2026-11-01T00:00:00.000Z',
        createdAt: '2026-11-01T00:00:00.000Z',
        turn: 'ready-first',
      },
    ]),
  );
  const looks = { ...domains };
  const look = (domain: string): Promise<SenderLook> => {
    const found = looks[domain]!;
    return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
  };
  const mails: Mail[] = [];
  const audit: string[] = [];
  const logged: unknown[] = [];
  let ids = 0;
  const app: CheckSendersApp = {
    clock: { now: () => at },
    ids: { next: () => `id-${++ids}` },
    log: { info: (...line) => logged.push(line), error: (...line) => logged.push(line) },
    count: () => {},
    region: () => 'eu-central-1',
    views: { view: async (_, domain) => (await look(domain)).ses },
    dns: { look: async (domain) => [...(await look(domain)).found] },
    senders: {
      client: () =>
        Promise.resolve({
          ...harbourBooks,
          language: 'en',
          clientId,
          status,
          acceptableUse: { ...harbourBooks.acceptableUse, acceptedAt: at },
          createdAt: at,
        }),
      find: (_, domain) => Promise.resolve(kept.get(domain)),
      all: async function* () {
        yield await Promise.resolve([...kept.values()]);
      },
      keepLook: (from, to, { entry: { action, subject } }) => {
        if (from.turn !== to.turn) audit.push(`${action} ${subject}`);
        kept.set(from.domain, to);
        return Promise.resolve(true);
      },
      told: (sender) => {
        kept.set(sender.domain, { ...sender, toldOf: sender.turn });
        return Promise.resolve(true);
      },
    },
    transport: {
      send: async (mail) => {
        await transport?.(mail);
        mails.push(mail);
        return { sent: true, sesMessageId: '1' };
      },
    },
  };
  return { app, kept, mails, audit, looks, logged };
}

describe('the daily look at sender domains', () => {
  it('leaves those alone that are well', async () => {
    const { app, kept, mails, audit } = setup({ domains: { 'mail.a.example': well } });
    await checkSenders(app);
    expect(kept.get('mail.a.example')).toMatchObject({ status: 'ready', checkedAt: at });
    expect([mails, audit]).toEqual([[], []]);
  });

  it('tells the client of one that broke, with the records that are wrong and no others', async () => {
    const { app, mails, audit } = setup({ domains: { 'mail.a.example': noMx, 'mail.b.example': well } });
    await checkSenders(app);
    expect(audit).toEqual(['sender.broken mail.a.example']);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({
      purpose: 'senderNotice',
      to: harbourBooks.contactAddress,
      subject: 'Your campaigns from mail.a.example are on hold',
    });
    expect(mails[0]!.text).toContain(
      'Missing\n  bounce.mail.a.example\n  MX\n  10 feedback-smtp.eu-central-1.amazonses.com',
    );
    expect(mails[0]!.text).not.toContain('_dmarc');
  });

  it('tells of it once, and again when it broke again', async () => {
    const { app, mails, looks } = setup({ domains: { 'mail.a.example': noMx } });
    await checkSenders(app);
    await checkSenders(app);
    expect(mails).toHaveLength(1);
    looks['mail.a.example'] = well;
    await checkSenders(app);
    looks['mail.a.example'] = noMx;
    await checkSenders(app);
    expect(mails).toHaveLength(2);
    expect(mails[0]!.messageId).not.toBe(mails[1]!.messageId);
  });

  it('tries again tomorrow, as the same message, when SES takes no mail today', async () => {
    let open = false;
    const tried: string[] = [];
    const { app, mails } = setup({
      domains: { 'mail.a.example': noMx },
      transport: ({ messageId }) => {
        tried.push(messageId);
        return open ? Promise.resolve() : Promise.reject(new Error('throttled'));
      },
    });
    await expect(checkSenders(app)).rejects.toThrow('1 sender domains');
    open = true;
    await checkSenders(app);
    expect(mails).toHaveLength(1);
    expect(new Set(tried).size).toBe(1);
  });

  it('goes on when one cannot be looked at, and says so without a domain or an address', async () => {
    const { app, kept, logged } = setup({
      domains: { 'mail.a.example': new Error('SES is out'), 'mail.b.example': noMx },
    });
    await expect(checkSenders(app)).rejects.toThrow('1 sender domains');
    expect(kept.get('mail.a.example')).toMatchObject({ status: 'ready' });
    expect(kept.get('mail.b.example')).toMatchObject({ status: 'broken' });
    expect(JSON.stringify(logged)).not.toContain('@');
  });

  it('writes to no client that is suspended', async () => {
    const { app, mails, kept } = setup({ domains: { 'mail.a.example': noMx }, status: 'suspended' });
    await checkSenders(app);
    expect(mails).toEqual([]);
    expect(kept.get('mail.a.example')?.toldOf).toBeUndefined();
  });

  it('asks to pass it on when the domain is the operator’s', async () => {
    const { app, mails } = setup({ domains: { 'a.mail.example.com': noMx }, owner: 'operator' });
    await checkSenders(app);
    expect(mails[0]!.text).toContain('operator');
  });
});
