import { describe, expect, it } from 'vitest';
import type { CampaignDraft } from '#contract/campaigns.ts';
import { isSecure } from '#lambdas/campaigns/rules/check/sender-rules.ts';
import { judged, said } from '#test/support/judged.ts';

const from = (overrides: Partial<CampaignDraft['from']>) => ({
  from: { localPart: 'news', domain: 'mail.harbourbooks.example', ...overrides },
});

describe('CS-01, ML-21: the domain of the sender', () => {
  it.each([
    ['ready', []],
    ['absent', ['block CS-01 from.domain']],
    ['waiting', ['block ML-21 from.domain']],
    ['broken', ['block ML-21 from.domain']],
  ] as const)('that is %s', (sender, expected) => {
    expect(said(judged({}, {}, { sender }))).toEqual(expected);
  });
});

describe('CS-01: who gets the answers', () => {
  it('is the client', () => {
    const draft = from({ replyTo: 'someone@elsewhere.example' });
    expect(said(judged({}, draft, { replyToIsOwn: false }))).toEqual(['block CS-01 from.replyTo']);
    expect(said(judged({}, draft, { replyToIsOwn: true }))).toEqual([]);
  });

  it.each(['noreply', 'no-reply', 'do-not-reply', 'no_reply.shop', 'donotreply'])(
    'is somebody, not %s',
    (localPart) => {
      expect(said(judged({}, from({ localPart })))).toEqual(['warn ML-37 from.localPart']);
      expect(said(judged({}, from({ localPart, replyTo: 'hello@harbourbooks.example' })))).toEqual([]);
    },
  );

  it.each(['news', 'norbert', 'noreen'])('may be %s', (localPart) => {
    expect(said(judged({}, from({ localPart })))).toEqual([]);
  });
});

describe('CS-01: the name of the sender', () => {
  it.each([
    ['Harbour Books', []],
    ['Café Zürich & Söhne™', []],
    ['Harbour Books 📚', ['warn CS-01 client.brand']],
    ['hello@harbourbooks.example', ['block CS-01 client.brand']],
    ['Re: Harbour Books', ['block CS-01 client.brand']],
  ])('%s', (brand, expected) => {
    const of = judged();
    expect(said({ ...of, client: { ...of.client, brand } })).toEqual(expected);
  });
});

describe('CS-04, PR-13: the profile', () => {
  it('has a second way to be reached', () => {
    const of = judged();
    expect(said({ ...of, client: { ...of.client, phone: undefined } })).toEqual(['block PR-13 client.phone']);
  });

  it('has a street and a city', () => {
    const of = judged();
    const postalAddress = { street: '1 Quay Street', city: ' ', country: 'GB' };
    expect(said({ ...of, client: { ...of.client, postalAddress } })).toEqual(['block CS-04 client.postalAddress']);
  });
});

describe('CS-01, ML-02 … ML-04: headers', () => {
  const good = judged().headers;
  const without = (name: string) => good.filter((header) => header.name !== name);

  it.each([
    ['List-Id', 'ML-03'],
    ['List-Unsubscribe', 'ML-04'],
    ['List-Unsubscribe-Post', 'ML-04'],
  ])('%s is there', (name, rule) => {
    expect(said(judged({}, {}, { headers: without(name) }))).toEqual([`block ${rule} headers.${name}`]);
  });

  it.each([
    '<mailto:unsubscribe@mail.example.com>',
    '<http://news.example.com/u/1>',
    '<https://news.example.com/u/1>, <https://news.example.com/u/2>',
    'https://news.example.com/u/1',
  ])('List-Unsubscribe is not %s', (value) => {
    const headers = [...without('List-Unsubscribe'), { name: 'List-Unsubscribe', value }];
    expect(said(judged({}, {}, { headers }))).toEqual(['block ML-04 headers.List-Unsubscribe']);
  });

  it.each(['Received', 'Sender', 'return-path', 'Message-ID', 'Bcc'])('%s is not a sender’s to set', (name) => {
    expect(said(judged({}, {}, { headers: [...good, { name, value: 'x' }] }))).toEqual([`block CS-01 headers.${name}`]);
  });

  it('are one line of what headers take', () => {
    for (const value of ['x\r\nBcc: y', 'ü', 'x'.repeat(871)])
      expect(said(judged({}, {}, { headers: [...good, { name: 'X-Note', value }] }))).toEqual([
        'block CS-01 headers.X-Note',
      ]);
  });

  it('begin and end with the subject alone', () => {
    expect(said(judged({ subject: 'New\r\nBcc: y' }))).toEqual(['block CS-01 subject']);
  });
});

describe('a secure address', () => {
  it.each([
    ['https://a.example', true],
    ['http://127.0.0.1:4480', true],
    ['http://news.localhost', true],
    ['http://a.example', false],
    ['http://localhost.a.example', false],
    ['http://127.0.0.1.a.example', false],
    ['a.example', false],
  ])('%s', (address, secure) => {
    expect(isSecure(address)).toBe(secure);
  });
});
