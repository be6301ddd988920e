import {
  BadRequestException,
  InternalServiceErrorException,
  MessageRejected,
  SendingPausedException,
  TooManyRequestsException,
} from '@aws-sdk/client-sesv2';
import type { SendEmailCommand } from '@aws-sdk/client-sesv2';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactAddress } from '#contract/consent.ts';
import { later, minute } from '#lambdas/platform/clock.ts';
import { phrase, sesTransport } from '#lambdas/platform/mail-transport.ts';
import type { Mail, Written } from '#lambdas/platform/mail-transport.ts';
import { messagesInMemory } from '#test/support/message-log.ts';

const answered = (httpStatusCode: number) => ({ message: 'as a test says', $metadata: { httpStatusCode } });
const coded = (code: string) => Object.assign(new Error(code), { code });

/** What SES does with one call: takes the message or not, and answers or not. */
const behaviours = {
  takes: { taken: true, throws: undefined },
  'takes it, and the answer is lost': { taken: true, throws: coded('ECONNRESET') },
  'takes it, and fails': { taken: true, throws: new InternalServiceErrorException(answered(500)) },
  'takes it too late': { taken: true, throws: Object.assign(new Error('timeout'), { name: 'TimeoutError' }) },
  'is lost on the way': { taken: false, throws: coded('ECONNRESET') },
  'cannot be reached': { taken: false, throws: coded('ECONNREFUSED') },
  throttles: { taken: false, throws: new TooManyRequestsException(answered(429)) },
  pauses: { taken: false, throws: new SendingPausedException(answered(400)) },
  rejects: { taken: false, throws: new MessageRejected(answered(400)) },
  'finds it malformed': { taken: false, throws: new BadRequestException(answered(400)) },
} as const;
type Behaviour = keyof typeof behaviours;

const mail: Mail = {
  purpose: 'confirm',
  messageId: 'contactcontact01-1',
  client: { clientId: 'harbourbooks0001', brand: 'Harbour Books', tenantName: 'harbourbooks0001' },
  to: contactAddress.parse('noor@example.net'),
  subject: 'Please confirm',
  html: '<p>Please</p>',
  text: 'Please',
  tags: { contact: 'contactcontact01' },
  language: 'en',
  tracked: false,
};
const welcome: Mail = {
  ...mail,
  purpose: 'welcome',
  list: {
    id: 'letter.harbourbooks0001.mail.example.com',
    name: 'Letter',
    unsubscribeUrl: `https://news.example.com/u/${'A'.repeat(60)}`,
    unsubscribeMailto: 'mailto:u@example.com',
    reportUrl: 'https://news.example.com/abuse?client=harbourbooks0001',
  },
};

function setUp(script: readonly Behaviour[] = []) {
  const left = [...script];
  const messages = messagesInMemory();
  const taken: SendEmailCommand['input'][] = [];
  const counted: string[] = [];
  let now = '2026-11-24T09:00:00.000Z';
  const parts = {
    messages,
    ses: {
      send(command: SendEmailCommand) {
        const { taken: takes, throws } = behaviours[left.shift() ?? 'takes'];
        if (takes) taken.push(command.input);
        return throws ? Promise.reject(throws) : Promise.resolve({ MessageId: `ses-${taken.length}` });
      },
    },
    clock: { now: () => now },
    log: { info: () => undefined, error: () => undefined },
    count: (name: string) => void counted.push(name),
    pause: () => Promise.resolve(),
  };
  const settings = { fromDomain: 'mail.example.com', configurationSets: { tracked: 'T', untracked: 'U' } };
  const transport = sesTransport(
    () => settings,
    () => parts,
  );
  return {
    messages,
    taken,
    counted,
    wait: (ms: number) => (now = later(now, ms)),
    send: (
      one: Mail = mail,
      may = () => Promise.resolve<{ send: true } | { send: false; because: string }>({ send: true }),
    ) => transport.send(one, may),
    sendWritten: (write: () => Promise<Written>) => transport.sendWritten(campaignMessage, write),
    status: (of = mail.messageId) => messages.records.get(of)?.status,
  };
}

const campaignMessage = {
  messageId: 'campaigncampaig1-contactcontact01',
  purpose: 'campaign',
  clientId: 'harbourbooks0001',
  contactId: 'contactcontact01',
} as const;
const campaign: Mail = {
  ...welcome,
  purpose: 'campaign',
  messageId: campaignMessage.messageId,
  from: 'news@harbourbooks.example',
  list: { ...welcome.list!, stream: 'campaigncampaig1' },
};

describe('a message that is written when it may be sent', () => {
  it('is written once, after the claim, and keeps what it relied on', async () => {
    const { sendWritten, messages, taken } = setUp();
    const evidence = { consentSeq: 2, renderedHash: 'h'.repeat(43) };
    let written = 0;
    const write = () => {
      written++;
      expect(messages.records.get(campaign.messageId)?.status).toBe('claimed');
      return Promise.resolve({ send: true, mail: campaign, evidence } as const);
    };
    expect(await sendWritten(write)).toMatchObject({ sent: true });
    expect(await sendWritten(write)).toEqual({ sent: false, because: 'sent_before' });
    expect(written).toBe(1);
    expect(taken).toHaveLength(1);
    expect(messages.records.get(campaign.messageId)).toMatchObject({ status: 'sent', evidence });
  });

  it('is refused for good with the reason, and given back when nobody can say', async () => {
    const refused = setUp();
    const no = { send: false, because: 'missing_value' } as const;
    expect(await refused.sendWritten(() => Promise.resolve(no))).toEqual({ sent: false, because: 'missing_value' });
    expect(refused.status(campaign.messageId)).toBe('refused');
    const failing = setUp();
    await expect(failing.sendWritten(() => Promise.reject(new Error('throttled')))).rejects.toThrow('throttled');
    expect(failing.status(campaign.messageId)).toBe('waiting');
  });

  it('is never another one than was claimed', async () => {
    const { sendWritten, taken } = setUp();
    const other: Mail = { ...campaign, tags: { contact: 'contactcontact02' } };
    await expect(sendWritten(() => Promise.resolve({ send: true, mail: other }))).rejects.toThrow('another message');
    expect(taken).toEqual([]);
  });

  it('comes from a domain of the client, under the name of the client (CS-01), with its pictures inside', async () => {
    const { sendWritten, taken } = setUp();
    const picture = { contentId: 'name', contentType: 'image/png', data: new Uint8Array([1, 2]) } as const;
    await sendWritten(() => Promise.resolve({ send: true, mail: { ...campaign, inlinePictures: [picture] } }));
    expect(taken[0]?.FromEmailAddress).toBe('"Harbour Books" <news@harbourbooks.example>');
    expect(taken[0]?.Content?.Simple?.Attachments).toEqual([
      expect.objectContaining({ ContentId: 'name', ContentDisposition: 'INLINE', RawContent: picture.data }),
    ]);
    expect(taken[0]?.Content?.Simple?.Headers).toContainEqual({
      Name: 'Feedback-ID',
      Value: 'campaigncampaig1:harbourbooks0001:commercial:assent',
    });
  });
});

describe('one message', () => {
  it('is sent once, and says so when it is asked again', async () => {
    const { send, taken, status } = setUp();
    expect(await send()).toEqual({ sent: true, sesMessageId: 'ses-1' });
    expect(await send()).toEqual({ sent: false, because: 'sent_before' });
    expect(taken).toHaveLength(1);
    expect(status()).toBe('sent');
  });

  it('waits through throttling, and gives itself back when that lasts', async () => {
    const brief = setUp(['throttles', 'throttles']);
    expect(await brief.send()).toMatchObject({ sent: true });
    const lasting = setUp(Array.from({ length: 5 }, () => 'throttles' as const));
    await expect(lasting.send()).rejects.toThrow('does not take mail');
    expect(lasting.status()).toBe('waiting');
    expect(await lasting.send()).toMatchObject({ sent: true });
    expect(lasting.taken).toHaveLength(1);
  });

  it.each(['pauses', 'cannot be reached'] as const)('waits in its queue while SES %s', async (behaviour) => {
    const { send, status, taken } = setUp([behaviour]);
    await expect(send()).rejects.toThrow();
    expect(status()).toBe('waiting');
    await send();
    expect(taken).toHaveLength(1);
  });

  it.each(['rejects', 'finds it malformed'] as const)('is done with when SES %s', async (behaviour) => {
    const { send, status, counted } = setUp([behaviour]);
    expect(await send()).toEqual({ sent: false, because: 'rejected' });
    expect(await send()).toEqual({ sent: false, because: 'rejected' });
    expect(status()).toBe('rejected');
    expect(counted).toEqual(['MailRejected']);
  });

  it.each([
    'takes it, and the answer is lost',
    'takes it, and fails',
    'takes it too late',
    'is lost on the way',
  ] as const)('is parked when nobody knows: SES %s', async (behaviour) => {
    const { send, status, counted, messages } = setUp([behaviour]);
    expect(await send()).toEqual({ sent: false, because: 'unknown' });
    expect(await send()).toEqual({ sent: false, because: 'unknown' });
    expect(status()).toBe('unknown');
    expect(counted).toEqual(['MailUnknown']);
    await messages.raise(mail.messageId, { status: 'delivered', at: '2026-11-24T09:00:05.000Z' });
    expect(status()).toBe('delivered');
  });

  it('of a worker that died is parked by the next, but not while the first may be at it', async () => {
    const { send, messages, wait, taken, status } = setUp();
    const { messageId, purpose } = mail;
    await messages.claim({ messageId, purpose, clientId: 'harbourbooks0001' }, '2026-11-24T09:00:00.000Z');
    await expect(send()).rejects.toThrow('another worker');
    wait(minute);
    expect(await send()).toEqual({ sent: false, because: 'unknown' });
    expect(status()).toBe('unknown');
    expect(taken).toHaveLength(0);
  });

  it('is refused for who may not be mailed, and given back when that cannot be found out', async () => {
    const { send, taken, status } = setUp();
    await expect(send(mail, () => Promise.reject(new Error('throttled')))).rejects.toThrow('throttled');
    expect(status()).toBe('waiting');
    const refused = await send(mail, () => Promise.resolve({ send: false, because: 'complaint' }));
    expect(refused).toEqual({ sent: false, because: 'complaint' });
    expect(await send()).toEqual({ sent: false, because: 'refused' });
    expect(taken).toHaveLength(0);
  });

  it('reaches SES at most once, whatever SES does and however often it is tried', async () => {
    const script = fc.array(fc.constantFrom(...(Object.keys(behaviours) as Behaviour[])), { maxLength: 12 });
    const pauses = fc.array(fc.integer({ min: 0, max: 2 * minute }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(script, pauses, async (behaviour, waits) => {
        const { send, taken, wait } = setUp(behaviour);
        for (const ms of waits) {
          await send().catch(() => undefined);
          wait(ms);
        }
        expect(taken.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('what SES is given', () => {
  const given = async (one: Mail) => {
    const { send, taken } = setUp();
    await send(one);
    return taken[0]!;
  };
  const headersOf = async (one: Mail) =>
    Object.fromEntries((await given(one)).Content!.Simple!.Headers!.map(({ Name, Value }) => [Name!, Value!]));

  it('is one recipient, from our domain, by the untracked set, with opaque tags', async () => {
    expect(await given(mail)).toMatchObject({
      FromEmailAddress: '"Harbour Books" <mail@mail.example.com>',
      Destination: { ToAddresses: ['noor@example.net'] },
      ConfigurationSetName: 'U',
      TenantName: 'harbourbooks0001',
      EmailTags: [
        { Name: 'contact', Value: 'contactcontact01' },
        { Name: 'message', Value: 'contactcontact01-1' },
        { Name: 'client', Value: 'harbourbooks0001' },
        { Name: 'purpose', Value: 'confirm' },
      ],
    });
    expect((await given({ ...mail, tracked: true })).ConfigurationSetName).toBe('T');
  });

  it('says that a transactional mail is automatic, and that a commercial one can be stopped (ML-04, ML-09)', async () => {
    expect(await headersOf(mail)).toEqual({ 'Content-Language': 'en', 'Auto-Submitted': 'auto-generated' });
    expect(await headersOf(welcome)).toEqual({
      'Content-Language': 'en',
      'List-Id': '"Letter" <letter.harbourbooks0001.mail.example.com>',
      'List-Unsubscribe': `<https://news.example.com/u/${'A'.repeat(60)}>, <mailto:u@example.com>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'X-Report-Abuse': 'Please report abuse at https://news.example.com/abuse?client=harbourbooks0001',
      'Feedback-ID': 'welcome:harbourbooks0001:commercial:assent',
    });
  });

  it('is nothing when a commercial mail has no list headers (ML-20), and the claim is given back', async () => {
    const { send, status } = setUp();
    await expect(send({ ...mail, purpose: 'welcome' })).rejects.toThrow('needs its list headers');
    expect(status()).toBe('waiting');
  });

  it('is nothing when a header would be two (CS-01)', async () => {
    const list = { ...welcome.list!, unsubscribeUrl: 'https://news.example.com/u/x>\r\nBcc: <all@example.net' };
    await expect(setUp().send({ ...welcome, list })).rejects.toThrow('List-Unsubscribe is not one line');
  });
});

it.each([
  ['to', { to: contactAddress.parse('noor@example.net\r\nBcc: all@example.net') }],
  ['subject', { subject: 'Hello\nBcc: all@example.net' }],
  ['replyTo', { replyTo: 'shop@example.net\r\nBcc: all@example.net' }],
])('a line break in %s is sent nowhere (CS-01)', async (_, odd) => {
  const { send, taken } = setUp();
  await expect(send({ ...mail, ...odd })).rejects.toThrow('line break');
  expect(taken).toEqual([]);
});

describe('a display name', () => {
  it.each([
    ['Harbour Books', '"Harbour Books"'],
    ['Books "R" Us', '"Books \\"R\\" Us"'],
    ['Bcc: all\r\nBcc: x', '"Bcc: all Bcc: x"'],
    ['Café', '=?UTF-8?B?Q2Fmw6k=?='],
  ])('%j', (name, expected) => expect(phrase(name)).toBe(expected));

  it('is words of at most 75 characters that read as the name did, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (name) => {
        const written = phrase(name);
        expect(written).toMatch(/^[ -~]*$/);
        if (!written.startsWith('=?')) return;
        const words = written.split(' ');
        for (const word of words) expect(word.length).toBeLessThanOrEqual(75);
        const read = words.map((word) => Buffer.from(word.slice(10, -2), 'base64').toString('utf8')).join('');
        expect(read).toBe(name.replaceAll(/[\r\n]+/g, ' ').toWellFormed());
      }),
    );
  });
});
