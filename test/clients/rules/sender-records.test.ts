import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dmarcFound, foundAt, recordsFor } from '#lambdas/clients/rules/sender-records.ts';
import type { DnsAnswer, WantedRecord } from '#lambdas/clients/rules/sender-records.ts';
import { zoneFileOf } from '#lambdas/clients/rules/zone-file.ts';
import { localZone } from '#local/zone.mjs';

const key = { tokens: ['one', 'two', 'three'], zone: 'dkim.amazonses.com' };
const records = recordsFor('mail.harbourbooks.example', key, 'eu-central-1');
const [dkim, , , mx, spf] = records as [WantedRecord, WantedRecord, WantedRecord, WantedRecord, WantedRecord];
const values = (...found: string[]): DnsAnswer => ({ answer: 'records', values: found });
const none: DnsAnswer = { answer: 'none' };
const unknown: DnsAnswer = { answer: 'unknown' };

describe('the records of a sender domain', () => {
  it('are lines for a zone file, with names that mean the same wherever they are put', () => {
    expect(zoneFileOf(records)).toBe(
      [
        'one._domainkey.mail.harbourbooks.example. 3600 IN CNAME one.dkim.amazonses.com.',
        'two._domainkey.mail.harbourbooks.example. 3600 IN CNAME two.dkim.amazonses.com.',
        'three._domainkey.mail.harbourbooks.example. 3600 IN CNAME three.dkim.amazonses.com.',
        'bounce.mail.harbourbooks.example. 3600 IN MX 10 feedback-smtp.eu-central-1.amazonses.com.',
        'bounce.mail.harbourbooks.example. 3600 IN TXT "v=spf1 include:amazonses.com ~all"',
        '_dmarc.mail.harbourbooks.example. 3600 IN TXT "v=DMARC1; p=none; rua=mailto:dmarc@mail.harbourbooks.example"',
        '',
      ].join('\n'),
    );
  });

  it('say in a sentence what each is for', () => {
    for (const { explains } of records) expect(explains).toMatch(/^[A-Z].+\.$/);
  });

  it('are what was meant once they are read again, however long a text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', '\\', ';', ' ', '='), minLength: 1, maxLength: 700 });
    fc.assert(
      fc.property(text, (value) => {
        const zone = localZone();
        const file = zoneFileOf([{ ...spf, value }]);
        for (const [, part = ''] of file.matchAll(/"((?:[^"\\]|\\.)*)"/g))
          expect(part.replaceAll(/\\(.)/g, '$1').length).toBeLessThanOrEqual(255);
        expect(zone.put(file)).toEqual({ taken: 1 });
        expect(zone.find(spf.name, 'TXT')).toEqual([value]);
      }),
    );
  });
});

describe('a record in the DNS', () => {
  it.each<[WantedRecord, DnsAnswer, string]>([
    [dkim, values('one.dkim.amazonses.com'), 'yes'],
    [dkim, values('ONE.dkim.amazonses.com.'), 'yes'],
    [dkim, values('two.dkim.amazonses.com'), 'other'],
    [dkim, none, 'no'],
    [dkim, unknown, 'not_looked'],
    [mx, values('10 feedback-smtp.eu-central-1.amazonses.com'), 'yes'],
    [mx, values('20 feedback-smtp.eu-central-1.amazonses.com'), 'yes'],
    [mx, values('10 feedback-smtp.us-east-1.amazonses.com'), 'other'],
    [mx, values('10 feedback-smtp.eu-central-1.amazonses.com', '20 mx.harbourbooks.example'), 'other'],
    [spf, values('v=spf1 include:amazonses.com ~all'), 'yes'],
    [spf, values('some-verification=1', 'v=spf1 ip4:192.0.2.1 include:amazonses.com -all'), 'yes'],
    [spf, values('some-verification=1'), 'no'],
    [spf, values('v=spf1 include:_spf.example.com ~all'), 'other'],
    [spf, values('v=spf1 -include:amazonses.com ~all'), 'other'],
    [spf, values('v=spf1 include:amazonses.com ~all', 'v=spf1 -all'), 'other'],
  ])('$purpose', (record, answer, found) => {
    expect(foundAt(record, answer)).toBe(found);
  });
});

describe('DMARC (ML-07)', () => {
  it.each<[string, DnsAnswer[], string]>([
    ['at the domain', [values('v=DMARC1; p=none'), none], 'yes'],
    ['at the domain, another policy than ours', [values('v=DMARC1; p=reject; adkim=s'), none], 'yes'],
    ['above it', [none, values('v=DMARC1; p=quarantine')], 'yes'],
    ['nowhere', [none, none], 'no'],
    ['other texts alone', [values('v=spf1 -all'), none], 'no'],
    ['two, which nobody heeds', [values('v=DMARC1; p=none', 'v=DMARC1; p=reject'), none], 'other'],
    ['that of a registry alone', [none, values('v=DMARC1; p=reject; psd=y')], 'no'],
    ['unknown before one above', [unknown, values('v=DMARC1; p=none')], 'not_looked'],
    ['at the domain, and unknown above', [values('v=DMARC1; p=none'), unknown], 'yes'],
  ])('%s', (_, answers, found) => {
    expect(dmarcFound(answers)).toBe(found);
  });
});
