import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  changeCampaign,
  checkCampaign,
  createCampaign,
  getCampaign,
  listCampaigns,
  listPictures,
  listTemplates,
  previewCampaign,
  scheduleCampaign,
  takePicture,
  uploadPicture,
} from '#contract/campaigns.ts';
import type { BodyInputOf } from '#contract/route.ts';
import { changeClient } from '#contract/clients.ts';
import { findContact } from '#contract/consent.ts';
import { getProgress } from '#contract/sending.ts';
import { drawPersonalPicture } from '#lambdas/campaigns/personal-picture/draw.ts';
import { linkKeys } from '#lambdas/platform/link-keys.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import { secretNamed } from '#test/support/ledger.ts';
import { mailTo } from '#test/support/mails.ts';
import { running } from '#test/support/running.ts';
import { approvedClient, publishedForm, someone, subscribe } from '#test/support/set-up.ts';
import { newClientUser, newOperator } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';
import { soon } from '#test/support/stored.ts';

let operator: Api;
let author: Api;
let form: Awaited<ReturnType<typeof publishedForm>>;
let photo: Uint8Array;

const ofClient = () => ({ params: { clientId: form.clientId } });
const problemOf = (call: Promise<unknown>) =>
  call.then(
    () => 'no problem',
    (error: unknown) => (error as { problem?: { code: string } }).problem,
  );

/** As a browser posts it. */
async function posted(bytes: Uint8Array, contentType = 'image/png', name = 'The shop at night'): Promise<string> {
  const { pictureId, upload } = await author(uploadPicture, {
    ...ofClient(),
    body: { name, contentType: contentType as 'image/png' },
  });
  const body = new FormData();
  for (const [field, value] of Object.entries(upload.fields)) body.set(field, value);
  body.set('file', new Blob([new Uint8Array(bytes)]), 'picture');
  const answer = await fetch(upload.url, { method: 'POST', body });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return pictureId;
}
const take = (pictureId: string, by = author, clientId = form.clientId) =>
  by(takePicture, { params: { clientId, pictureId } });

type Draft = BodyInputOf<typeof createCampaign>;
const draftOf = (blocks: unknown[], changes: Partial<Draft> = {}): Draft => ({
  name: 'December letter',
  listId: form.listId,
  from: { domain: 'mail.assent.test' },
  language: 'en',
  subject: 'Three novels, {{ first_name | default: "dear reader" }}',
  content: { kind: 'blocks', blocks: blocks as never },
  ...changes,
});
const written = (draft: Draft) => author(createCampaign, { ...ofClient(), body: draft });
const named = (campaignId: string) => ({ params: { clientId: form.clientId, campaignId } });

beforeAll(async () => {
  running();
  operator = await newOperator();
  form = await publishedForm(operator, { welcomeMail: false, fields: { firstName: 'optional', lastName: 'off' } });
  await operator(changeClient, {
    ...ofClient(),
    body: { phone: '+44 1947 600000', reason: 'asked for by Emeka Obi' },
  });
  author = await newClientUser(operator, form.clientId);
  const drawn = await drawPersonalPicture({
    contentId: 'x',
    design: 'banner',
    text: randomBytes(4).toString('hex'),
    alt: '',
    accent: '#1f5c7a',
    paper: '#ffffff',
    ink: '#1f2328',
  });
  photo = drawn!;
}, 120_000);

describe('a picture', () => {
  it('is posted, looked at, and served to anybody by an address that says nothing of anybody', async () => {
    const pictureId = await posted(photo);
    const taken = await take(pictureId);
    expect(taken).toMatchObject({ name: 'The shop at night', contentType: 'image/png', width: 1072, height: 400 });
    expect(taken.url).toMatch(/\/media\/[A-Za-z0-9_-]{43}\.png$/);
    const served = await fetch(taken.url);
    expect(served.status).toBe(200);
    expect(Buffer.from(await served.arrayBuffer())).toEqual(Buffer.from(photo));
    expect(Object.fromEntries(served.headers)).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    });
    expect(await take(pictureId)).toEqual(taken);
    const { items } = await author(listPictures, ofClient());
    expect(items).toContainEqual(taken);
  });

  it.each([
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'],
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a picture that is cut off', '\u0089PNG\r\n'],
  ])('is refused when it is %s, whatever it is called', async (_, text) => {
    const pictureId = await posted(Buffer.from(text, 'latin1'));
    expect(await problemOf(take(pictureId))).toMatchObject({
      code: 'invalid_fields',
      fields: [{ path: 'file', message: 'is not a PNG, JPEG, GIF or WebP picture' }],
    });
  });

  it('is not taken beyond two megabytes, nor before it was posted', async () => {
    const large = Buffer.concat([photo, Buffer.alloc(2_000_001)]);
    const pictureId = await posted(large).catch(() => undefined);
    if (pictureId !== undefined) expect(await problemOf(take(pictureId))).toMatchObject({ code: 'invalid_fields' });
    expect(await problemOf(take('AAAAAAAAAAAAAAAA'))).toMatchObject({ code: 'not_found' });
  });

  it('of another client is not found, by its id or in a campaign', async () => {
    const pictureId = await posted(photo);
    await take(pictureId);
    const other = await approvedClient(operator);
    const stranger = await newClientUser(operator, other);
    expect(await problemOf(take(pictureId, stranger, other))).toMatchObject({ code: 'not_found' });
    expect(await problemOf(take(pictureId, stranger))).toMatchObject({ code: 'not_found' });
    const foreign = await publishedForm(operator, { welcomeMail: false });
    const draft = draftOf([{ type: 'picture', pictureId, alt: 'Theirs' }], { listId: foreign.listId });
    expect(
      await problemOf(operator(createCampaign, { params: { clientId: foreign.clientId }, body: draft })),
    ).toMatchObject({
      code: 'invalid_fields',
      fields: [{ path: 'content.blocks.0.pictureId', message: 'is not a picture of this client' }],
    });
  });
});

describe('a campaign', { timeout: 180_000 }, () => {
  it('is written from a template, with what a check finds', async () => {
    const { items } = await author(listTemplates, {});
    expect(items.map(({ templateId }) => templateId)).toEqual(['letter', 'news', 'invitation']);
    for (const { content, name } of items) {
      const made = await written(draftOf([], { name, content }));
      expect(made).toMatchObject({ state: 'draft', version: 1, draft: { name } });
      expect(made.report?.blocked).toBe(false);
    }
    const { items: lines } = await author(listCampaigns, ofClient());
    expect(lines.map(({ name }) => name)).toEqual(expect.arrayContaining(items.map(({ name }) => name)));
  });

  it('says what is wrong and where, and keeps nothing of it', async () => {
    const blocks = [
      { type: 'heading', text: 'Hello {{ frist_name }}' },
      { type: 'button', label: 'Go', href: 'https://{{first_name}}.example/' },
    ];
    expect(await problemOf(written(draftOf(blocks)))).toMatchObject({
      code: 'invalid_fields',
      fields: [
        { path: 'content.blocks.0.text', message: expect.stringContaining('there is no field frist_name') as string },
        { path: 'content.blocks.1.href', message: expect.stringContaining('never say where it leads') as string },
      ],
    });
    const source = `<p>${'Hello there. '.repeat(4_000)}</p>\n<script>alert(1)</script>`;
    expect(await problemOf(written(draftOf([], { content: { kind: 'html', source } })))).toMatchObject({
      fields: [{ path: 'content.source', message: 'line 2, column 1: <script>: a mail may not carry a script' }],
    });
    expect(await problemOf(written(draftOf([], { listId: 'AAAAAAAAAAAAAAAA' })))).toMatchObject({
      code: 'invalid_fields',
    });
  });

  it('is changed by who looked at it last, and seen by nobody else', async () => {
    const { campaignId } = await written(draftOf([{ type: 'heading', text: 'One' }]));
    const draft = draftOf([{ type: 'heading', text: 'Two' }]);
    const change = () => author(changeCampaign, { ...named(campaignId), body: { version: 1, draft } });
    expect(await change()).toMatchObject({ version: 2, draft: { content: { blocks: [{ text: 'Two' }] } } });
    expect(await problemOf(change())).toMatchObject({ code: 'changed_meanwhile' });
    expect(await author(getCampaign, named(campaignId))).toMatchObject({ version: 2 });
    const bad = { ...draft, subject: '{{ nothing }}' };
    expect(
      await problemOf(author(changeCampaign, { ...named(campaignId), body: { version: 2, draft: bad } })),
    ).toMatchObject({ fields: [{ path: 'draft.subject' }] });
    const stranger = await newClientUser(operator, await approvedClient(operator));
    expect(await problemOf(stranger(getCampaign, named(campaignId)))).toMatchObject({ code: 'not_found' });
  });

  it('is seen as a contact gets it, and as the hardest cases would', async () => {
    const email = someone('ada');
    await subscribe(form.url, email, { first_name: 'Ada' });
    const { contactId } = await author(findContact, { ...ofClient(), body: { address: email } });
    const { campaignId } = await written(
      draftOf([
        { type: 'personal_picture', design: 'card', text: '{{ first_name }}', alt: 'A card for you' },
        { type: 'heading', text: 'Hello {{ first_name }}' },
      ]),
    );
    const { previews } = await author(previewCampaign, { ...named(campaignId), body: { contactId } });
    expect(previews).toMatchObject([{ of: contactId, subject: 'Three novels, Ada' }]);
    expect(previews[0]!.html).toContain('src="data:image/png;base64,');

    const worst = await author(previewCampaign, { ...named(campaignId), body: {} });
    const [longest, missing, rightToLeft, emoji] = worst.previews;
    expect(longest!.text).toContain('Hello Wilhelmina-Alexandra');
    expect(missing).toMatchObject({ of: 'missing_fields', skipped: 'missing_value' });
    expect(rightToLeft!.subject).toBe('Three novels, \u2068عبد الرحمن\u2069');
    expect(emoji!.html).not.toContain('data:image');
    expect(emoji!.html).toContain('A card for you');

    const asked = { ...named(campaignId), body: { contactId } };
    expect(await problemOf(operator(previewCampaign, asked))).toMatchObject({ code: 'reason_required' });
    const unknown = { ...named(campaignId), body: { contactId: 'AAAAAAAAAAAAAAAA' } };
    expect(await problemOf(author(previewCampaign, unknown))).toMatchObject({ code: 'not_found' });
  });

  it('goes out with its pictures, and is read again on the web as it was sent', async () => {
    const own = await publishedForm(operator, {
      welcomeMail: false,
      clientId: form.clientId,
      fields: { firstName: 'optional', lastName: 'off' },
    });
    const email = someone('noor');
    await subscribe(own.url, email, { first_name: 'Noor' });
    const pictureId = await posted(photo);
    const { url } = await take(pictureId);
    const draft = draftOf(
      [
        {
          type: 'personal_picture',
          design: 'ticket',
          text: '{{ first_name }}',
          caption: 'Reading night',
          alt: 'Ticket',
        },
        { type: 'heading', text: 'Good evening, {{ first_name }}' },
        {
          type: 'text',
          doc: {
            type: 'doc',
            content: [
              {
                type: 'paragraph',
                content: [
                  {
                    type: 'text',
                    text: 'Three new novels came in on the morning boat, and one of them is set in this very town: come and hear it read.',
                  },
                ],
              },
            ],
          },
        },
        { type: 'picture', pictureId, alt: 'Bunting over a name' },
      ],
      { listId: own.listId },
    );
    const { campaignId } = await written(draft);
    const checked = await author(checkCampaign, { ...named(campaignId), body: { version: 1 } });
    expect(checked.report?.findings).toEqual([]);
    await author(scheduleCampaign, { ...named(campaignId), body: { version: 1 } });
    await soon(
      () => author(getProgress, named(campaignId)),
      ({ state }) => state === 'sent' || state === 'paused',
      120_000,
    );

    const mail = await mailTo(email, 'Three novels');
    expect(mail.subject).toBe('Three novels, Noor');
    expect(mail.html).toContain('src="cid:personal-1"');
    expect(mail.html).toContain(`src="${url}"`);
    const { attachments } = (await (await fetch(`${running().inboxUrl}/messages/${mail.id}`)).json()) as {
      attachments: { contentId: string; contentType: string }[];
    };
    expect(attachments).toMatchObject([{ contentId: 'personal-1', contentType: 'image/png' }]);
    expect(await (await fetch(`${running().inboxUrl}/messages/${mail.id}/html`)).text()).toContain('data:image/png');

    const webCopy = mail.links.find((link) => link.includes('/w/'))!;
    const page = await fetch(webCopy);
    const shown = await page.text();
    expect(page.status).toBe(200);
    expect(shown).toContain('Good evening, Noor');
    expect(shown).toContain('data:image/png;base64,');
    expect(page.headers.get('x-robots-tag')).toBe('noindex');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(shown).not.toContain('<script');

    const tokens = linkTokens(linkKeys(await secretNamed('LinkSecret')));
    const target = tokens.parseWebCopyToken(webCopy.split('/').at(-1)!)!;
    const strange = [
      `${webCopy.slice(0, -2)}AA`,
      `${running().publicUrl}/w/x`,
      `${running().publicUrl}/w/${tokens.webCopyToken({ ...target, contactId: 'AAAAAAAAAAAAAAAA' })}`,
      `${running().publicUrl}/w/${tokens.webCopyToken({ ...target, campaignId: 'AAAAAAAAAAAAAAAA' })}`,
    ];
    for (const link of strange) expect((await fetch(link)).status).toBe(404);
  });
});
