import { beforeAll, describe, expect, it } from 'vitest';
import { suspendClient } from '#contract/clients.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { challenge, changeForm, publishForm } from '#contract/sign-up.ts';
import { countItems, expire, requestOf } from '#test/support/ledger.ts';
import { mailsTo, mailTo } from '#test/support/mails.ts';
import { running } from '#test/support/running.ts';
import { network, openPage, post, publishedForm, someone, stampOf } from '#test/support/set-up.ts';
import { solve } from '#test/support/solve.ts';
import { newOperator } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';

let operator: Api;
let url: string;
let formId: string;
let noticeId: string;

beforeAll(async () => {
  operator = await newOperator();
  const form = await publishedForm(operator, { origins: ['https://harbourbooks.example'] });
  ({ url, formId } = form);
  noticeId = form.noticeId!;
});

describe('GET /s/{formId}', () => {
  it('answers HEAD as it answers GET, without the page', async () => {
    const answer = await fetch(url, { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await answer.text()).toBe('');
  });

  it('is one small page without script, cookie or anything from elsewhere', async () => {
    const answer = await fetch(url);
    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(Buffer.byteLength(html)).toBeLessThan(15_000);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(html).not.toMatch(/<script|<img|<link rel="stylesheet"|checked/);
    expect(html).toContain('Send me the Harbour Books letter.');
    expect(html).toContain('<footer>Sent with Assent</footer>');
  });

  it('says that Sec-GPC is honoured, to whom it concerns (PR-14)', async () => {
    expect(await (await fetch(url, { headers: { 'sec-gpc': '1' } })).text()).toContain('asks not to be tracked');
    expect(await (await fetch(url)).text()).not.toContain('asks not to be tracked');
  });

  it('is a friendly page where there is no such form', async () => {
    const answer = await fetch(`${running().publicUrl}/s/aaaaaaaaaaaaaaaa`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('There is nothing here');
  });
});

describe('POST /s/{formId}', () => {
  it('answers the same, to the byte, for a new address, for one that asked before, and for a machine', async () => {
    const email = someone();
    const answers = [
      await post(url, { email, marketing_email: 'on' }),
      await post(url, { email, marketing_email: 'on' }),
      await post(url, { email: email.toUpperCase(), marketing_email: 'on' }),
      await post(url, { email: someone(), marketing_email: 'on', website: 'https://spam.example' }),
    ];
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toContain('Look into your mail');
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it('asks a network that asks too much to prove work, whether an address is known or not', async () => {
    const viewer = network();
    const known = someone();
    const statuses: number[] = [];
    for (let count = 0; count < 12; count++)
      // Every second time the same address: what leads to nothing is counted too, or the counts would tell.
      statuses.push(
        (await post(url, { email: count % 2 ? known : someone(), marketing_email: 'on' }, { viewer })).status,
      );
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 428, 428]);
  });

  it.each([
    ['no address', { email: '', marketing_email: 'on' }, 'Please type your e-mail address.'],
    ['a space in it', { email: 'ada lovelace@example.net', marketing_email: 'on' }, 'has a space in it'],
    [
      'a domain that nobody has',
      { email: 'ada@localhost.test', marketing_email: 'on' },
      'Nobody can get mail at that address',
    ],
    ['a header in it', { email: 'ada@example.net\r\nBcc: x@example.net', marketing_email: 'on' }, 'has a space in it'],
    ['the box unticked', { email: 'ada@example.net' }, 'Tick this box'],
    ['an address without end', { email: `${'a'.repeat(400)}@example.net`, marketing_email: 'on' }, 'longer than'],
    [
      'a domain that takes no mail (ML-11)',
      { email: 'ada@no-mail.example.net', marketing_email: 'on' },
      'No mail arrives',
    ],
    ['a domain that does not exist', { email: 'ada@nowhere.example.net', marketing_email: 'on' }, 'No mail arrives'],
  ])('says what works: %s', async (_, body, sentence) => {
    const answer = await post(url, body);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(sentence);
  });

  it('escapes what was typed', async () => {
    const html = await (await post(url, { email: '"><script>alert(1)</script>', marketing_email: 'on' })).text();
    expect(html).not.toContain('<script>');
  });

  it.each([
    ['another content type', { headers: { 'content-type': 'text/plain' }, body: 'email=a' }, 415],
    [
      'a repeated field',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'email=a&email=b' },
      400,
    ],
    [
      'broken encoding',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'email=%E0%A4%A' },
      400,
    ],
    [
      'too much',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `email=${'a'.repeat(9000)}` },
      413,
    ],
  ])('refuses %s', async (_, { headers, body }, status) => {
    expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(status);
  });

  it('closes with its client', async () => {
    const { clientId, url: closing } = await publishedForm(operator);
    await operator(suspendClient, { params: { clientId }, body: { reason: 'bought a list' } });
    const answer = await fetch(closing);
    expect(answer.status).toBe(410);
    expect(await answer.text()).toContain('This page is closed');
  });
});

describe('POST /v1/forms/{formId}/subscriptions', () => {
  const body = (more = {}) =>
    JSON.stringify({ email: someone(), purposes: { marketing_email: true }, noticeId, ...more });
  const ask = (headers: Record<string, string>, content = body()) =>
    fetch(`${running().publicUrl}/v1/forms/${formId}/subscriptions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-local-viewer-ip': network(), ...headers },
      body: content,
    });

  it('takes sign-ups from the origins that the form names, and from no others', async () => {
    const good = await ask({ origin: 'https://harbourbooks.example' });
    expect(good.status).toBe(202);
    expect(good.headers.get('access-control-allow-origin')).toBe('https://harbourbooks.example');
    expect((await ask({ origin: 'https://evil.example' })).status).toBe(403);
  });

  it('tells a browser beforehand, and only the sites that the form names', async () => {
    const preflight = (origin: string) =>
      fetch(`${running().publicUrl}/v1/forms/${formId}/subscriptions`, { method: 'OPTIONS', headers: { origin } });
    const good = await preflight('https://harbourbooks.example');
    expect(good.status).toBe(204);
    expect(good.headers.get('access-control-allow-origin')).toBe('https://harbourbooks.example');
    expect(good.headers.get('access-control-allow-headers')).toBe('content-type');
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('names every field that is wrong', async () => {
    const answer = await ask({}, body({ email: 'no', fields: { shoe_size: 43, website: 'x', email: 'y' } }));
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({
      code: 'invalid_fields',
      fields: [{ path: 'email' }, { path: 'fields.shoe_size' }, { path: 'fields.website' }, { path: 'fields.email' }],
    });
  });

  it.each([
    ['unknown fields', { admin: true }],
    ['a consent that is not given', { purposes: { marketing_email: false } }],
    ['a wrong type', { email: 7 }],
    ['what names no notice', { noticeId: undefined }],
  ])('refuses %s', async (_, content) => {
    expect((await ask({}, body(content))).status).toBe(422);
  });

  it('lets a page of the client read what is wrong', async () => {
    const answer = await ask({ origin: 'https://harbourbooks.example' }, body({ email: 7 }));
    expect(answer.status).toBe(422);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://harbourbooks.example');
    expect(answer.headers.get('vary')).toBe('origin');
  });
});

describe('GET /c/{token}', () => {
  it('says all that its button agrees to, in the words that were ticked', async () => {
    const boxes = { marketing_email: 'Send me the letter.', open_tracking: 'You may count whether I open it.' };
    const form = await publishedForm(operator, { boxes: { ...boxes, click_tracking: 'You may count my clicks.' } });
    const email = someone();
    await post(form.url, { email, marketing_email: 'on', open_tracking: 'on' });
    const mail = await mailTo(email);
    const html = await (await fetch(mail.links[0]!)).text();
    for (const told of [html, mail.html, mail.text]) {
      for (const sentence of Object.values(boxes)) expect(told).toContain(sentence);
      expect(told).not.toContain('my clicks');
    }
  });

  it.each(['A'.repeat(64), 'short', `${'A'.repeat(63)}!`])(
    'is a friendly page for a link that is not ours',
    async (token) => {
      const answer = await fetch(`${running().publicUrl}/c/${encodeURIComponent(token)}`);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain('There is nothing here');
    },
  );
});

describe('proof of work (SC-20)', () => {
  const quickly = async (email: string, more: Record<string, string> = {}) =>
    post(url, { email, marketing_email: 'on', shown: await openPage(url), ...more });
  const challengeOf = (html: string) =>
    challenge().parse(JSON.parse(/data-challenge="([^"]+)"/.exec(html)![1]!.replaceAll('&quot;', '"')));

  it('is asked of whoever is too quick, with what was typed, and good once for anybody', async () => {
    const [email, known] = [someone(), someone()];
    await post(url, { email: known, marketing_email: 'on' });
    const asked = await quickly(email);
    expect(asked.status).toBe(428);
    const html = await asked.text();
    expect(html).toContain(`value="${email}"`);
    expect(asked.headers.get('content-security-policy')).toMatch(/; script-src 'sha256-[^']+'; /);

    const solved = await solve(challengeOf(html));
    expect((await quickly(email, { challenge: solved })).status).toBe(200);
    // Used up, for a new address and for one that asked today: a difference would tell which is known.
    for (const next of [someone(), email, known]) expect((await quickly(next, { challenge: solved })).status).toBe(428);
    const { event } = await requestOf(await mailTo(email));
    expect(event.challenge).toEqual({ kind: 'altcha', verifiedAt: event.at });
  });

  it('is used up by an address that is known as by any other', async () => {
    const known = someone();
    await post(url, { email: known, marketing_email: 'on' });
    const solved = await solve(challengeOf(await (await quickly(known)).text()));
    expect((await quickly(known, { challenge: solved })).status).toBe(200);
    expect((await quickly(known, { challenge: solved })).status).toBe(428);
    expect((await quickly(someone(), { challenge: solved })).status).toBe(428);
  });

  it('is asked of programs too, as a problem that holds the challenge', async () => {
    const email = `${someone().split('@')[0]}@mailinator.com`;
    const send = (more = {}) =>
      fetch(`${running().publicUrl}/v1/forms/${formId}/subscriptions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-local-viewer-ip': network() },
        body: JSON.stringify({ email, purposes: { marketing_email: true }, noticeId, ...more }),
      });
    const asked = await send();
    expect(asked.status).toBe(428);
    const told = z.object({ code: z.literal('proof_required'), challenge: challenge() }).parse(await asked.json());
    expect((await send({ challenge: await solve(told.challenge) })).status).toBe(202);
  });
});

describe('what the ledger keeps of a request (requirements.md 2.3)', () => {
  it('is what was shown, what was ticked, by which way, from where; and nothing that names the visitor', async () => {
    const email = someone();
    const viewer = network();
    await post(url, { email, marketing_email: 'on' }, { viewer, headers: { 'sec-gpc': '1' } });
    const { event, details } = await requestOf(await mailTo(email));
    expect(event).toMatchObject({
      state: 'requested',
      channel: 'form',
      formId,
      formVersion: 1,
      noticeId,
      language: 'en',
      controls: [{ id: 'marketing_email', value: true }],
      challenge: { kind: 'none' },
      globalPrivacyControl: true,
    });
    expect(details).toEqual({
      address: email,
      fields: {},
      network: viewer.replace(/\d+$/, '0/24'),
      agent: 'other',
      page: url,
    });
    expect(JSON.stringify(event)).not.toContain(email);
  });
});

describe('a form that was published anew', () => {
  it('takes nobody at the word of its old page: it shows the new one, boxes unticked, and writes nothing', async () => {
    const form = await publishedForm(operator, { fields: { firstName: 'optional', lastName: 'off' } });
    const shown = await stampOf(form.url);
    const params = { clientId: form.clientId, formId: form.formId };
    await operator(changeForm, {
      params,
      body: { ...form.content, notice: 'Harbour Books shares it with its printer.' },
    });
    const { noticeId: newer } = await operator(publishForm, { params });
    // Until then the old page is still shown, and what the ledger says was shown is the old notice.
    await sleep(31_000);

    const before = await countItems('Ledger', 'Consent', 'Ephemeral');
    const answer = await post(form.url, { email: 'ada@example.net', first_name: 'Ada', marketing_email: 'on', shown });
    expect(answer.status).toBe(409);
    const html = await answer.text();
    expect(html).toContain('This page has been changed since you opened it.');
    expect(html).toContain('shares it with its printer');
    expect(html).toContain('value="Ada"');
    expect(html).not.toContain('checked');
    const json = await fetch(`${running().publicUrl}/v1/forms/${form.formId}/subscriptions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: someone(), purposes: { marketing_email: true }, noticeId: form.noticeId }),
    });
    expect(json.status).toBe(409);
    expect(await json.json()).toMatchObject({ code: 'changed_meanwhile', noticeId: newer });
    expect(await countItems('Ledger', 'Consent', 'Ephemeral')).toBe(before);
  });
});

describe('from the request to the consent', () => {
  it('confirms by a press on the button of the mail, and by nothing else', async () => {
    const email = someone();
    await post(url, { email, marketing_email: 'on' });
    const mail = await mailTo(email);
    expect(mail.subject).toBe('Please confirm: the Harbour Books letter');
    expect(mail.links).toHaveLength(2);
    const confirmUrl = mail.links[0]!;

    // A scanner that follows every link, and every link of the pages that it finds, several times.
    const before = await countItems('Ledger', 'Consent', 'Ephemeral');
    for (const link of [...mail.links, ...mail.links]) {
      const html = await (await fetch(link)).text();
      await fetch(link, { method: 'HEAD' });
      for (const [, path] of html.matchAll(/href="(\/[^"]+)"/g))
        expect((await fetch(`${running().publicUrl}${path}`)).status).toBe(200);
    }
    expect(await countItems('Ledger', 'Consent', 'Ephemeral')).toBe(before);
    expect(await (await fetch(confirmUrl)).text()).toContain('One press and you are in');

    const confirmed = await fetch(confirmUrl, { method: 'POST' });
    expect(await confirmed.text()).toContain('You are signed up');
    expect(await (await fetch(confirmUrl, { method: 'POST' })).text()).toContain('You are signed up already');
    expect(await (await fetch(confirmUrl)).text()).toContain('You are signed up already');
  });

  it('knows a link that is too old, says what to do, and gives nothing for it', async () => {
    const email = someone();
    await post(url, { email, marketing_email: 'on' });
    const mail = await mailTo(email);
    await expire(mail);
    const before = await countItems('Ledger', 'Consent');
    for (const method of ['GET', 'POST'])
      for (const link of mail.links) {
        const answer = await fetch(link, { method });
        expect(answer.status).toBe(410);
        expect(await answer.text()).toContain('This link is too old');
      }
    expect(await countItems('Ledger', 'Consent')).toBe(before);
  });

  it('takes "this was not me", after which no form makes us write again', async () => {
    const email = someone();
    await post(url, { email, marketing_email: 'on' });
    const { links } = await mailTo(email);
    for (const _press of ['one', 'and one more']) {
      const denied = await fetch(links[1]!, { method: 'POST' });
      expect(await denied.text()).toContain('Thank you for telling us');
    }
    for (const method of ['GET', 'POST']) {
      const voided = await fetch(links[0]!, { method });
      expect(voided.status).toBe(410);
      expect(await voided.text()).toContain('This link is void');
    }
  });

  it('takes no "this was not me" once it is confirmed, and tells what stops the mail', async () => {
    const email = someone();
    await post(url, { email, marketing_email: 'on' });
    const { links } = await mailTo(email);
    await fetch(links[0]!, { method: 'POST' });
    for (const method of ['GET', 'POST']) {
      const late = await fetch(links[1]!, { method });
      expect(late.status).toBe(410);
      expect(await late.text()).toContain('The link at the end of every mail from Harbour Books stops all of it');
    }
  });

  it('sends an address one mail, however often it is typed in (SC-21)', async () => {
    const email = someone();
    await Promise.all(Array.from({ length: 10 }, () => post(url, { email, marketing_email: 'on' })));
    await mailTo(email);
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(await mailsTo(email)).toHaveLength(1);
  });
});
