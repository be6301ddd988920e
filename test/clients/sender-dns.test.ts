import type { Socket } from 'node:dgram';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordsFor } from '#lambdas/clients/rules/sender-records.ts';
import { zoneFileOf } from '#lambdas/clients/rules/zone-file.ts';
import { senderDns, senderResolver } from '#lambdas/clients/sender-dns.ts';
import { dnsServer } from '#local/dns.mjs';
import { localZone } from '#local/zone.mjs';

const zone = localZone();
let server: Socket;
beforeAll(async () => {
  server = await dnsServer(0, zone);
});
afterAll(() => server.close());

const key = { tokens: ['one', 'two', 'three'], zone: 'dkim.amazonses.com' };
const recordsOf = (domain: string) => recordsFor(domain, key, 'eu-central-1');
const look = (domain: string) =>
  senderDns(() => senderResolver([`127.0.0.1:${server.address().port}`])).look(domain, recordsOf(domain));

describe('the DNS, over the wire', () => {
  it('has nothing of a domain whose records were not set', async () => {
    expect(await look('mail.bare.example')).toEqual(['no', 'no', 'no', 'no', 'no', 'no']);
  });

  it('has each record as the zone file says it', async () => {
    zone.put(zoneFileOf(recordsOf('mail.set.example')));
    expect(await look('mail.set.example')).toEqual(['yes', 'yes', 'yes', 'yes', 'yes', 'yes']);
  });

  it('has DMARC where it stands at the domain above (ML-07)', async () => {
    zone.put('_dmarc.above.example. 60 IN TXT "v=DMARC1; p=reject"');
    expect((await look('mail.above.example')).at(-1)).toBe('yes');
  });

  it('has a long text in one piece', async () => {
    const long = `v=spf1 ${Array.from({ length: 20 }, (_, n) => `ip4:192.0.2.${n}`).join(' ')} include:amazonses.com -all`;
    expect(long.length).toBeGreaterThan(255);
    zone.put(zoneFileOf([{ ...recordsOf('mail.long.example')[4]!, value: long }]));
    expect((await look('mail.long.example'))[4]).toBe('yes');
  });
});

describe('a DNS that fails', () => {
  it.each(['ESERVFAIL', 'EREFUSED', 'ETIMEOUT'])('speaks neither for nor against a record: %s', async (code) => {
    const refuse = () => Promise.reject(Object.assign(new Error('the DNS said no'), { code }));
    const dns = senderDns(() => ({ resolveCname: refuse, resolveMx: refuse, resolveTxt: refuse }));
    expect(new Set(await dns.look('mail.a.example', recordsOf('mail.a.example')))).toEqual(new Set(['not_looked']));
  });
});
