import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import AxeBuilder from '@axe-core/playwright';
import chromium from '@sparticuz/chromium';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium as playwright } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { suspendClient } from '#contract/clients.ts';
import { checkpoint, exportLedger as exportRoute, findContact, proofBundle } from '#contract/consent.ts';
import { publishedFormKey } from '#lambdas/platform/keys/directory.ts';
import { exportLedger } from '../../bin/commands/ledger.ts';
import { functionNamed, invoke } from '#test/support/invoke.ts';
import { mailsTo, mailTo } from '#test/support/mails.ts';
import { receivedMail } from '#test/support/received-mail.ts';
import { running } from '#test/support/running.ts';
import { publishedForm, someone, subscribe } from '#test/support/set-up.ts';
import { newClientUser, newOperator } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';

let operator: Api;
let form: Awaited<ReturnType<typeof publishedForm>>;
let member: Api;

const boxes = {
  marketing_email: 'Send me the Harbour Books letter.',
  open_tracking: 'You may count whether I open it.',
  click_tracking: 'You may count which links I follow.',
};

beforeAll(async () => {
  operator = await newOperator();
  form = await publishedForm(operator, { boxes });
  member = await newClientUser(operator, form.clientId);
});

/** Somebody who confirmed, and what their welcome mail links to. */
async function welcomed(url = form.url, ticked: Record<string, string> = {}) {
  const email = someone();
  await subscribe(url, email, ticked);
  const mail = await mailTo(email, 'You are signed up');
  const [preferencesUrl, unsubscribeUrl] = mail.links;
  return { email, mail, preferencesUrl: preferencesUrl!, unsubscribeUrl: unsubscribeUrl! };
}

const find = (address: string) => member(findContact, { params: { clientId: form.clientId }, body: { address } });
const eventsOf = async (contactId: string) =>
  (await member(exportRoute, { params: { clientId: form.clientId, contactId } })).events;

/** The preference page as it is sent, with the boxes that are ticked. */
const choose = (page: string, boxes: Record<string, string>) =>
  fetch(page, { method: 'POST', body: new URLSearchParams(boxes) });

describe('the welcome mail', () => {
  it('carries every header that lets one tap stop it, and is counted only with both consents', async () => {
    const { mail, preferencesUrl, unsubscribeUrl } = await welcomed(form.url, {
      open_tracking: 'on',
      click_tracking: 'on',
    });
    expect(mail.headers).toMatchObject({
      'Content-Language': 'en',
      'List-ID': `"the Harbour Books letter" <${form.listId}.${form.clientId}.mail.assent.test>`,
      'List-Unsubscribe': `<${unsubscribeUrl}>, <mailto:unsubscribe@mail.assent.test?subject=${unsubscribeUrl.slice(-60)}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Feedback-ID': `welcome:${form.clientId}:commercial:assent`,
    });
    expect(mail.configurationSet).toMatch(/^Tracked/);
    // Opens are counted by a picture; what stops and changes the mail leads straight to us (CS-05, CS-06).
    expect(mail.html).toMatch(/<img [^>]*src="[^"]+\/open"/);
    expect(mail.html).toContain(`href="${preferencesUrl}"`);
    expect(mail.html).toContain(`href="${unsubscribeUrl}"`);
    expect(mail.html).not.toMatch(/\/click\/|ses:/);
    expect((await welcomed(form.url, { open_tracking: 'on' })).mail.configurationSet).toMatch(/^Untracked/);
  });

  it('is not sent by a form that says so', async () => {
    const quiet = await publishedForm(operator, { clientId: form.clientId, welcomeMail: false });
    const email = someone();
    await subscribe(quiet.url, email);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect((await mailsTo(email)).map(({ subject }) => subject)).toEqual(['Please confirm: the Harbour Books letter']);
  });
});

describe('from the welcome to the proof', () => {
  it('changes one box, stops everything by the header, and proves all of it offline', async () => {
    const { email, mail, preferencesUrl } = await welcomed(form.url, { open_tracking: 'on' });
    const { contactId } = await find(email);
    expect(await eventsOf(contactId)).toHaveLength(2);

    const saved = await choose(preferencesUrl, {
      [`${form.listId}.shown`]: 'on',
      [`${form.listId}.marketing_email`]: 'on',
    });
    expect(await saved.text()).toContain('<b>No:</b> You may count whether I open it.');
    expect((await eventsOf(contactId)).map(({ channel, state }) => `${channel} ${state}`)).toEqual([
      'form requested',
      'confirm_page given',
      'preference_centre given',
    ]);

    const oneClick = /^<([^>]+)>/.exec(mail.headers['List-Unsubscribe']!)![1]!;
    const body = new URLSearchParams('List-Unsubscribe=One-Click');
    expect((await fetch(oneClick, { method: 'POST', body, redirect: 'manual' })).status).toBe(200);
    expect(await find(email)).toMatchObject({
      stopped: { reason: 'unsubscribed' },
      lists: [{ listId: form.listId, status: 'unsubscribed' }],
    });

    await checkpointOfNow();
    const out = path.join(mkdtempSync(path.join(tmpdir(), 'assent-proof-')), 'proof.json');
    const bundle = await exportLedger(member, { clientId: form.clientId, contactId, out });
    expect(bundle.inclusion?.seq).toBe(4);
    expect(await verify(out)).toMatchObject({ code: 0, said: expect.stringContaining('Valid: 4 events') as string });

    const honest = readFileSync(out, 'utf8');
    writeFileSync(out, honest.replace(bundle.events[2]!.at, bundle.events[2]!.at.replace(/\d(?=Z)/, flipped)));
    const tampered = await verify(out);
    expect(tampered.code).toBe(1);
    expect(tampered.said).toContain('event 3 was changed');

    const { root } = bundle.checkpoint!;
    expect(await verify(out, honest, '--root', root)).toMatchObject({ code: 0 });
    expect(await verify(out, honest, '--root', bundle.head.hash)).toMatchObject({ code: 1 });
    for (const [change, said] of [
      [{ events: bundle.events.slice(0, 3) }, 'event 4 was removed'],
      [{ events: bundle.events.slice(0, 3), checkpoint: undefined, inclusion: undefined }, 'event 4 was removed'],
      [{ events: [] }, 'event 1 was removed'],
      [{ checkpoint: undefined }, 'the checkpoint was removed'],
      [{ inclusion: undefined }, 'the way from the chain to the checkpoint'],
      [{ checkpoint: { ...bundle.checkpoint!, day: '2020-01-01' } }, 'says that it is of 2020-01-01'],
    ] as const) {
      const judged = await verify(out, JSON.stringify({ ...bundle, ...change }));
      expect(judged.code).toBe(1);
      expect(judged.said).toContain(said);
    }
  });

  it('gives the person their own record, without address and key, which verifies too', async () => {
    const { email, preferencesUrl } = await welcomed();
    const answer = await fetch(`${preferencesUrl}/record`);
    const text = await answer.text();
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="consent-record-/);
    expect(text).not.toContain(email);
    expect(proofBundle().parse(JSON.parse(text)).contactKey).toBeUndefined();
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'assent-record-')), 'record.json');
    writeFileSync(file, text);
    expect((await verify(file)).code).toBe(0);
  });

  it('shows a contact to its own client, and to operators who say why', async () => {
    const { email } = await welcomed();
    const { contactId } = await find(email);
    const params = { clientId: form.clientId, contactId };
    const other = await publishedForm(operator);
    const stranger = await newClientUser(operator, other.clientId);
    await expect(stranger(exportRoute, { params })).rejects.toThrow('there is no such client');
    await expect(stranger(exportRoute, { params: { clientId: other.clientId, contactId } })).rejects.toThrow(
      'there is no such contact',
    );
    await expect(
      stranger(findContact, { params: { clientId: other.clientId }, body: { address: email } }),
    ).rejects.toThrow('there is no such contact');
    await expect(operator(exportRoute, { params })).rejects.toThrow('say in x-assent-reason');
    expect((await operator(exportRoute, { params, reason: 'the person asked us' })).contactId).toBe(contactId);
  });
});

describe('mail to the address of List-Unsubscribe', () => {
  it('stops everything, whatever a mail program made of the subject, and is answered by nobody', async () => {
    const { email, unsubscribeUrl } = await welcomed();
    const mailbox = await functionNamed('receiveunsubscribes');
    await invoke(mailbox, receivedMail({ subject: 'unsubscribe', from: email }));
    expect((await find(email)).stopped).toBeUndefined();
    for (let count = 0; count < 2; count++)
      await invoke(mailbox, receivedMail({ subject: `Re: ${unsubscribeUrl.slice(-60)}`, from: email }));
    const { contactId, stopped } = await find(email);
    expect(stopped?.reason).toBe('unsubscribed');
    expect((await eventsOf(contactId)).map(({ channel }) => channel)).toEqual(['form', 'confirm_page', 'mailto']);
    expect(await mailsTo(email)).toHaveLength(2);
  });
});

describe('the preference page', () => {
  let browser: Browser;
  beforeAll(async () => {
    // Its own flags run all in one process, which ends with the first page.
    const args = chromium.args.filter((flag) => !/single-process|no-zygote/.test(flag));
    browser = await playwright.launch({ executablePath: await chromium.executablePath(), args });
  });
  afterAll(() => browser.close());

  it.each(['light', 'dark'] as const)('is for everybody, at 360 px, in the %s', async (colorScheme) => {
    const { preferencesUrl } = await welcomed();
    const context = await browser.newContext({ colorScheme, viewport: { width: 360, height: 800 } });
    const page = await context.newPage();
    await page.goto(preferencesUrl);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await context.close();
  });

  it('works without script: the first stop of the keyboard ends everything in one press (CS-09, CS-10)', async () => {
    const { email, preferencesUrl } = await welcomed();
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(preferencesUrl);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Harbour Books will not write to you.').waitFor();
    expect((await find(email)).stopped?.reason).toBe('unsubscribed');
    expect(await context.cookies()).toEqual([]);
    await context.close();
  });

  it('keeps what a person ticks', async () => {
    const { preferencesUrl } = await welcomed();
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(preferencesUrl);
    await page.getByLabel(boxes.click_tracking).check();
    await page.getByRole('button', { name: 'Save my choices' }).click();
    await page.getByRole('link', { name: 'Change what you get' }).click();
    expect(await page.getByLabel(boxes.click_tracking).isChecked()).toBe(true);
    expect(await page.getByLabel(boxes.open_tracking).isChecked()).toBe(false);
    await context.close();
  });
});

describe('the links of a mail', () => {
  it('go on working when form and client are gone (CS-06)', async () => {
    const closing = await publishedForm(operator, { boxes });
    const { preferencesUrl, unsubscribeUrl } = await welcomed(closing.url);
    await operator(suspendClient, { params: { clientId: closing.clientId }, body: { reason: 'bought a list' } });
    const db = DynamoDBDocumentClient.from(new DynamoDBClient({}));
    const TableName = running().outputs['Assent-Service'].DirectoryTable;
    await db.send(new DeleteCommand({ TableName, Key: publishedFormKey(closing.formId) }));

    const page = await (await fetch(preferencesUrl)).text();
    expect(page).toContain('Send me the Harbour Books letter.');
    const done = await fetch(unsubscribeUrl, { method: 'POST' });
    expect(await done.text()).toContain('Harbour Books will not write to you again');
  });
});

describe('the checkpoint of a day', () => {
  it('is written once: a second run changes nothing', async () => {
    const first = await checkpointOfNow();
    await welcomed();
    expect(await invoke(running().outputs['Assent-Service'].WriteCheckpoint)).toEqual(first);
    expect(await kept()).toEqual(first);
  });
});

const flipped = (digit: string): string => String((Number(digit) + 1) % 10);

/** Today's, written now: one of before, in a cloud that is used for long, is put out of sight. */
async function checkpointOfNow() {
  const { CheckpointsBucket: Bucket, WriteCheckpoint } = running().outputs['Assent-Service'];
  const s3 = new S3Client({ forcePathStyle: true });
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'checkpoints/' }));
  for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  return checkpoint().parse(await invoke(WriteCheckpoint));
}

async function kept() {
  const { CheckpointsBucket: Bucket } = running().outputs['Assent-Service'];
  const s3 = new S3Client({ forcePathStyle: true });
  const Key = `checkpoints/${new Date().toISOString().slice(0, 10)}.json`;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return checkpoint().parse(JSON.parse(await Body!.transformToString()));
}

/** `assent ledger verify FILE`, as a person runs it: without network or credentials. */
function verify(file: string, content?: string, ...more: string[]): Promise<{ code: number; said: string }> {
  if (content !== undefined) writeFileSync(file, content);
  const env = { PATH: process.env.PATH };
  return new Promise((resolve) =>
    execFile(process.execPath, ['bin/assent.mjs', 'ledger', 'verify', file, ...more], { env }, (error, stdout) =>
      resolve({ code: error ? Number(error.code) : 0, said: stdout }),
    ),
  );
}
