import type { Socket } from 'node:dgram';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dnsServer } from '#local/dns.mjs';
import { dnsResolver, mailDomains } from '#lambdas/sign-up/mail-domains.ts';
import type { Dns } from '#lambdas/sign-up/mail-domains.ts';

let server: Socket;
beforeAll(async () => {
  server = await dnsServer(0);
});
afterAll(() => server.close());

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 24, 9, 0, seconds)).toISOString();
const clock = { now: () => at(0) };
const overTheWire = () => mailDomains(() => dnsResolver([`127.0.0.1:${server.address().port}`]), clock);

describe('a domain', () => {
  it.each([
    ['harbourbooks.example', 'takes_mail'],
    ['no-mail.example', 'no_mail'], // ML-11
    ['nowhere.example', 'no_mail'],
    ['address-only.example', 'address_only'],
    ['silent.example', 'unknown'],
  ])('%s: %s (AD-06)', async (domain, answer) => {
    expect(await overTheWire().look(domain)).toBe(answer);
  });
});

/** Counts what it is asked; answers as told. */
function fakeDns(code: string) {
  const asked: string[] = [];
  const refuse = (domain: string) => {
    asked.push(domain);
    return Promise.reject(Object.assign(new Error('the DNS said no'), { code }));
  };
  const dns: Dns = { resolveMx: refuse, resolve4: refuse, resolve6: refuse };
  return { dns, asked };
}

describe('a DNS that fails', () => {
  it.each(['ESERVFAIL', 'EREFUSED', 'ECONNREFUSED', 'ETIMEOUT'])('never speaks against anybody: %s', async (code) => {
    expect(await mailDomains(() => fakeDns(code).dns, clock).look('example.net')).toBe('unknown');
  });

  it('is left alone for a minute after three silences, so that nobody waits for it', async () => {
    const { dns, asked } = fakeDns('ETIMEOUT');
    let now = 0;
    const domains = mailDomains(() => dns, { now: () => at(now) });
    for (let count = 0; count < 10; count++) await domains.look(`d${count}.example`);
    expect(asked).toHaveLength(3);
    now = 61;
    await domains.look('later.example');
    expect(asked).toHaveLength(4);
  });

  it('does not hold up a sign-up for longer than half a second', async () => {
    const started = Date.now();
    const never = () => new Promise<never>(() => {});
    const dns: Dns = { resolveMx: never, resolve4: never, resolve6: never };
    expect(await mailDomains(() => dns, clock).look('example.net')).toBe('unknown');
    expect(Date.now() - started).toBeLessThan(500);
  });
});

describe('what is known', () => {
  it('is asked for once an hour', async () => {
    const { dns, asked } = fakeDns('ENOTFOUND');
    let now = 0;
    const domains = mailDomains(() => dns, { now: () => at(now) });
    await domains.look('gone.example');
    await domains.look('gone.example');
    expect(asked).toHaveLength(1);
    now = 3601;
    await domains.look('gone.example');
    expect(asked).toHaveLength(2);
  });
});
