import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { compose, problemOf, sendEmail } from '#local/ses/compose.ts';
import { fateOf } from '#local/ses/simulate.ts';
import { track } from '#local/ses/tracking.ts';

const unsubscribe = `<https://news.example.com/u/${'A'.repeat(60)}>, <mailto:u+${'A'.repeat(60)}@in.example.com>`;

const asked = (headers: Record<string, string> = {}, tags: Record<string, string> = {}) =>
  sendEmail.parse({
    FromEmailAddress: '=?UTF-8?B?Q2Fmw6kgQWNtZQ==?= <mail@mail.example.com>',
    Destination: { ToAddresses: ['ada@example.net'] },
    EmailTags: Object.entries(tags).map(([Name, Value]) => ({ Name, Value })),
    Content: {
      Simple: {
        Subject: { Data: 'Grüße aus dem Café' },
        Body: { Html: { Data: '<p>Schön</p>' }, Text: { Data: 'Schön' } },
        Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
      },
    },
  });

const at = new Date('2026-11-24T09:00:00Z');
const composed = (headers?: Record<string, string>) =>
  compose(asked(headers), { id: '0100-x-000000', at, rewrite: (html) => html });

describe('the mail that is composed', () => {
  it('reads as it was written', async () => {
    const { raw } = await composed();
    expect(await PostalMime.parse(raw)).toMatchObject({
      from: { name: 'Café Acme', address: 'mail@mail.example.com' },
      to: [{ address: 'ada@example.net' }],
      subject: 'Grüße aus dem Café',
      html: expect.stringContaining('Schön') as string,
      text: expect.stringContaining('Schön') as string,
      messageId: '<0100-x-000000@email.amazonses.com>',
    });
  });

  it('has List-Unsubscribe on one line, and each header once', async () => {
    const { raw, headers } = await composed({ 'List-Unsubscribe': unsubscribe });
    expect(raw.toString()).toContain(`\r\nList-Unsubscribe: ${unsubscribe}\r\n`);
    const names = headers.map(({ name }) => name.toLowerCase());
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['from', 'to', 'subject', 'date', 'message-id', 'mime-version']));
  });

  it('takes a raw message, but for its Date and Message-ID', async () => {
    const raw =
      'From: a@mail.example.com\r\nDate: yesterday\r\nMessage-ID: <mine>\r\nSubject: Hello\r\n\r\nBody\r\n\r\nmore\r\n';
    const mail = sendEmail.parse({ ...asked(), Content: { Raw: { Data: Buffer.from(raw).toString('base64') } } });
    const { headers, text } = await compose(mail, { id: 'i', at, rewrite: (html) => html });
    expect(headers.find(({ name }) => name === 'Message-ID')?.value).toBe('<i@email.amazonses.com>');
    expect(headers.filter(({ name }) => name === 'Date')).toHaveLength(1);
    expect(text).toContain('Body\n\nmore');
  });
});

describe('a picture that comes along', () => {
  const data = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
  const withFile = (ContentId: string) => {
    const mail = asked();
    const file = {
      FileName: 'personal-1.png',
      RawContent: data.toString('base64'),
      ContentType: 'image/png',
      ContentId,
      ContentDisposition: 'INLINE' as const,
    };
    return { ...mail, Content: { Simple: { ...mail.Content.Simple!, Attachments: [file] } } };
  };

  it('stands in the mail by its content id, whole', async () => {
    const { raw, attachments } = await compose(withFile('personal-1'), { id: 'i', at, rewrite: (html) => html });
    expect(attachments).toEqual([
      { fileName: 'personal-1.png', contentType: 'image/png', contentId: 'personal-1', data },
    ]);
    expect(raw.toString()).toMatch(/Content-Id: <personal-1>/i);
    expect(raw.toString()).toMatch(/Content-Disposition: inline/i);
  });

  it('has an id that can be one', () => {
    expect(problemOf(withFile('personal-1'))).toBeUndefined();
    expect(problemOf(withFile('a>\r\nBcc: x'))).toContain('content id');
  });
});

describe('what SES refuses', () => {
  it.each([
    ['a line break in a header', asked({ 'X-A': 'a\r\nBcc: b@example.net' })],
    ['a header that is too long', asked({ 'X-A': 'a'.repeat(871) })],
    ['a header given twice', asked({ 'X-A': '1', 'x-a': '2' })],
    ['an address in a tag', asked({}, { contact: 'ada@example.net' })],
  ])('%s', (_, mail) => expect(problemOf(mail)).toBeDefined());

  it('is not what is well made', () => {
    expect(problemOf(asked({ 'List-Unsubscribe': unsubscribe }, { contact: 'contactcontact01' }))).toBeUndefined();
  });
});

describe('a tracked mail', () => {
  const both = { opens: true, clicks: true };
  const html =
    '<body><a href="https://a.example/?x=1&amp;y=2" ses:tags="place:top;">A</a><a ses:no-track href="https://b.example/">B</a><a href="mailto:c@example.net">C</a></body>';

  it('leads its links and its pixel through the tracker, but for those that say no', () => {
    const { html: rewritten, links } = track(html, 'http://t/track/1', both);
    expect(links).toEqual([{ url: 'https://a.example/?x=1&y=2', tags: { place: ['top'] } }]);
    expect(rewritten).toBe(
      '<body><a href="http://t/track/1/click/0">A</a><a href="https://b.example/">B</a><a href="mailto:c@example.net">C</a><img alt="" src="http://t/track/1/open" style="display:none;width:1px;height:1px"></body>',
    );
  });

  it('has its pixel where the mail says, once', () => {
    const { html: rewritten } = track('{{ses:openTracker}}<p>x</p>{{ses:openTracker}}', 'http://t', both);
    expect(rewritten).toMatch(/^<img [^>]+><p>x<\/p>$/);
  });

  it('is left alone where only one of the two is counted', () => {
    expect(track(html, 'http://t', { opens: false, clicks: false }).html).not.toMatch(/http:\/\/t|ses:/);
  });
});

describe('the simulator', () => {
  it.each([
    ['ada@example.net', ['Delivery']],
    ['bounce@simulator.amazonses.com', ['Bounce']],
    ['Bounce+anything@simulator.amazonses.com', ['Bounce']],
    ['complaint+x@simulator.amazonses.com', ['Delivery', 'Complaint']],
    ['ooto@simulator.amazonses.com', ['Delivery', 'Bounce']],
    ['bounce@example.net', ['Delivery']],
    ['anybody@simulator.amazonses.com', ['Delivery']],
    ['silent+x@simulator.amazonses.com', []],
  ])('%s', (address, events) => {
    expect(fateOf(address, false).map(({ event }) => event)).toEqual(events);
  });

  it('bounces who is on the list of the account', () => {
    expect(fateOf('ada@example.net', true)).toMatchObject([{ event: 'Bounce', subType: 'OnAccountSuppressionList' }]);
  });
});
