import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEndpoint } from '#contract/forwarding.ts';
import { launchBrowser, visitor } from '#test/support/browser.ts';
import { assent } from '#test/support/command.ts';
import { mailTo } from '#test/support/mails.ts';
import { newHook } from '#test/support/receiver.ts';
import { seeded } from '#test/support/running.ts';
import { publishedForm, someone } from '#test/support/set-up.ts';
import { newOperator } from '#test/support/sign-in.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** An operator of the seed, for the command line. */
const operator = () => {
  const { userName, password } = seeded().users.find(({ role }) => role === 'operator')!;
  return { ASSENT_USER: userName, ASSENT_PASSWORD: password };
};

/** All of it, as the people whom it concerns live through it: no script in the browser, no call but theirs. */
it('from a sign-up to a consent that is forwarded, changed, withdrawn, and proven', async () => {
  const api = await newOperator();
  const form = await publishedForm(api, {
    boxes: { marketing_email: 'Send me the Harbour Books letter.', open_tracking: 'You may count whether I open it.' },
  });
  const { clientId } = form;
  const hook = newHook();
  const reason = 'set up with Emeka Obi';
  const { secret } = await api(createEndpoint, { params: { clientId }, body: { url: hook.url }, reason });
  await hook.knows(secret);
  const email = someone();
  const { page } = await visitor(browser, { javaScriptEnabled: false });

  await page.goto(form.url);
  await page.getByLabel('Your e-mail address').fill(email);
  await page.getByLabel('Send me the Harbour Books letter.').check();
  await page.getByLabel('You may count whether I open it.').check();
  await page.waitForTimeout(2_100);
  await page.getByRole('button').click();
  await page.getByText('Look into your mail').waitFor();
  expect(await hook.all()).toEqual([]);

  const confirmMail = await mailTo(email, 'Please confirm');
  await page.goto(confirmMail.links[0]!);
  await page.getByRole('button', { name: 'Confirm my subscription' }).click();
  await page.getByText('You are signed up').waitFor();
  const [confirmed] = await hook.got(1);
  expect(confirmed).toMatchObject({
    verified: true,
    event: { type: 'subscription.confirmed', data: { address: email, consent: { seq: 2 } } },
  });

  const welcome = await mailTo(email, 'You are signed up');
  await page.goto(welcome.links.find((link) => link.includes('/p/'))!);
  await page.getByLabel('You may count whether I open it.').uncheck();
  await page.getByRole('button', { name: /save/i }).click();
  expect((await hook.got(2))[0]!.event).toMatchObject({ type: 'subscription.updated', data: { consent: { seq: 3 } } });

  const [, oneClick] = /<(https?:[^>]+)>/.exec(welcome.headers['List-Unsubscribe']!)!;
  const stopped = await fetch(oneClick!, { method: 'POST', body: new URLSearchParams('List-Unsubscribe=One-Click') });
  expect(stopped.status).toBe(200);
  const [withdrawn] = await hook.got(3);
  expect(withdrawn).toMatchObject({ verified: true, event: { type: 'subscription.withdrawn' } });
  expect(withdrawn!.body).not.toContain(email);

  const found = await assent(
    ['contact', 'find', email, '--client', clientId, '--reason', reason, '--json'],
    operator(),
  );
  const { contactId } = JSON.parse(found.out) as { contactId: string };
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'assent-story-')), 'proof.json');
  const of = ['--client', clientId, '--contact', contactId, '--reason', reason, '--out', file];
  expect(await assent(['ledger', 'export', ...of], operator())).toMatchObject({ code: 0, err: '' });
  const verdict = await assent(['ledger', 'verify', file], {});
  expect(verdict).toMatchObject({ code: 0, out: expect.stringContaining('Valid: 4 events') as string });

  writeFileSync(file, readFileSync(file, 'utf8').replace('"one_click"', '"mailto"'));
  const doubted = await assent(['ledger', 'verify', file], {});
  expect(doubted).toMatchObject({ code: 1, out: expect.stringContaining('event 4 was changed') as string });
});
