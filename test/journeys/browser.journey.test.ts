import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeForm, getSnippet } from '#contract/sign-up.ts';
import { axeFindings, kept, launchBrowser, nothingKept, scrollsSideways, visitor } from '#test/support/browser.ts';
import { mailTo } from '#test/support/mails.ts';
import type { Mail } from '#test/support/mails.ts';
import { expire, requestOf } from '#test/support/ledger.ts';
import { running } from '#test/support/running.ts';
import { post, publishedForm, someone, subscribe } from '#test/support/set-up.ts';
import { newOperator } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';

let operator: Api;
let browser: Browser;
let form: Awaited<ReturnType<typeof publishedForm>>;
const links = { open: '', used: '', old: '', closed: '', preferences: '', unsubscribe: '' };

beforeAll(async () => {
  operator = await newOperator();
  browser = await launchBrowser();
  form = await publishedForm(operator, {
    fields: { firstName: 'optional', lastName: 'off' },
    ownFields: [
      { key: 'shop', label: 'Which shop is near you?', type: 'choice', options: ['Whitby', 'Hull'], required: false },
      { key: 'books', label: 'Books a year', type: 'number', required: false },
      { key: 'member', label: 'I am a member of the reading circle.', type: 'box', required: false },
    ],
    boxes: { marketing_email: 'Send me the Harbour Books letter.', open_tracking: 'You may count whether I open it.' },
    minimumAge: 16,
  });
  links.open = (await confirmMail()).links[0]!;
  const old = await confirmMail();
  await expire(old);
  links.old = old.links[0]!;
  const ada = someone();
  links.used = (await subscribe(form.url, ada, { age: 'on' })).links[0]!;
  const welcome = await mailTo(ada, 'You are signed up');
  links.preferences = welcome.links.find((link) => link.includes('/p/'))!;
  links.unsubscribe = welcome.links.find((link) => link.includes('/u/'))!;
  const closed = await publishedForm(operator);
  await operator(closeForm, { params: closed });
  links.closed = closed.url;
});
afterAll(() => browser.close());

/** A mail whose button nobody has pressed yet. */
async function confirmMail(): Promise<Mail> {
  const email = someone();
  await post(form.url, { email, marketing_email: 'on', age: 'on' });
  return mailTo(email);
}

const press = (page: Page) => page.locator('main button').first().click();

async function fill(page: Page, email: string): Promise<void> {
  await page.getByLabel('Your e-mail address').fill(email);
  await page.getByLabel('Send me the Harbour Books letter.').check();
  await page.getByLabel('I am at least 16 years old.').check();
}

/** As long as somebody who types takes at the least. */
const readThePage = (page: Page) => page.waitForTimeout(2_100);

/** Every page that the public can come to. A new page is a line here. */
const publicPages: Record<string, (page: Page) => Promise<unknown>> = {
  'the form': (page) => page.goto(form.url),
  'the form with fields to mend': async (page) => {
    await page.goto(form.url);
    await page.getByLabel('Your e-mail address').fill('ada lovelace@example.net');
    await press(page);
    await page.getByText('has a space in it').waitFor();
  },
  'the form that asks for a proof of work': async (page) => {
    await page.goto(form.url);
    await fill(page, someone());
    await press(page);
    await page.getByText('One more step').waitFor();
  },
  'look into your mail': async (page) => {
    await page.goto(form.url);
    await readThePage(page);
    await fill(page, someone());
    await press(page);
    await page.getByText('Look into your mail').waitFor();
  },
  'a closed form': (page) => page.goto(links.closed),
  confirm: (page) => page.goto(links.open),
  'confirmed already': (page) => page.goto(links.used),
  'a link that is too old': (page) => page.goto(links.old),
  'this was not me': (page) => page.goto(`${links.open}/not-me`),
  'the choices': (page) => page.goto(links.preferences),
  'choices that were saved': async (page) => {
    await page.goto(links.preferences);
    await page.getByRole('button', { name: 'Save my choices' }).click();
    await page.getByText('From now on this holds').waitFor();
  },
  'stop all mail?': (page) => page.goto(links.unsubscribe),
  'nothing here': (page) => page.goto(`${running().publicUrl}/c/${'A'.repeat(64)}`),
  'no such address': (page) => page.goto(`${running().publicUrl}/c/`),
  'the address itself': (page) => page.goto(running().publicUrl),
};

describe.each(['light', 'dark'] as const)('every public page, %s', (colorScheme) => {
  it.each(Object.keys(publicPages))(
    '%s: axe is content, nothing is kept, nothing comes from elsewhere, nothing is wider than 360 px',
    async (name) => {
      const { page, strangers, complaints } = await visitor(browser, {
        colorScheme,
        viewport: { width: 360, height: 740 },
      });
      await publicPages[name]!(page);
      expect(await axeFindings(page)).toEqual([]);
      expect(await kept(page)).toEqual(nothingKept);
      expect(await scrollsSideways(page)).toBe(false);
      expect(strangers).toEqual([]);
      expect(complaints).toEqual([]);
      await page.context().close();
    },
  );
});

describe('signing up', () => {
  it('needs no JavaScript: form, mail, confirm', async () => {
    const { page } = await visitor(browser, { javaScriptEnabled: false });
    const email = someone();
    await page.goto(form.url);
    await readThePage(page);
    await fill(page, email);
    await page.getByLabel('Which shop is near you?').selectOption('Hull');
    await press(page);
    expect(await page.title()).toBe('Look into your mail');
    await page.goto((await mailTo(email)).links[0]!);
    await press(page);
    expect(await page.locator('h1').textContent()).toBe('You are signed up');
    await page.context().close();
  });

  it('can be done with the keyboard alone, in the order of the page', async () => {
    const { page } = await visitor(browser);
    const email = someone();
    await page.goto(form.url);
    await readThePage(page);
    const visited: (string | null)[] = [];
    const tab = async () => {
      await page.keyboard.press('Tab');
      visited.push(await page.evaluate('document.activeElement.name || document.activeElement.type'));
    };
    await tab();
    await page.keyboard.type(email);
    for (let count = 0; count < 3; count++) await tab();
    await tab(); // the client's own box, left as it is
    await tab();
    await page.keyboard.press('Space');
    await tab();
    await tab();
    await page.keyboard.press('Space');
    await tab();
    await page.keyboard.press('Enter');
    await page.getByText('Look into your mail').waitFor();
    expect(visited).toEqual([
      'email',
      'first_name',
      'shop',
      'books',
      'member',
      'marketing_email',
      'open_tracking',
      'age',
      'submit',
    ]);
    await mailTo(email);
    await page.context().close();
  });

  it('leads from the summary to the field, and keeps what was typed', async () => {
    const { page } = await visitor(browser);
    await page.goto(form.url);
    await page.getByLabel('First name').fill('Ada');
    await page.getByLabel('You may count whether I open it.').check();
    await press(page);
    await page.getByRole('alert').getByRole('link', { name: 'Your e-mail address' }).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('email');
    expect(await page.getByLabel('First name').inputValue()).toBe('Ada');
    expect(await page.getByLabel('You may count whether I open it.').isChecked()).toBe(true);
    expect(await page.getByLabel('Send me the Harbour Books letter.').isChecked()).toBe(false);
    await page.context().close();
  });

  it('asks whoever is too quick to prove work, which the browser does, and takes it', async () => {
    const { page, complaints } = await visitor(browser);
    const email = someone();
    await page.goto(form.url);
    await fill(page, email);
    await press(page);
    await page.getByText('your browser now works on a small sum').waitFor();
    expect(await page.getByText('press the button again').isVisible()).toBe(false);
    expect(await page.getByLabel('Your e-mail address').inputValue()).toBe(email);
    await page.locator('main button:enabled').waitFor({ timeout: 30_000 });
    await page.getByText('That is done.').waitFor();
    await press(page);
    await page.getByText('Look into your mail').waitFor();
    expect((await mailTo(email)).subject).toBe('Please confirm: the Harbour Books letter');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('says what to do where there is no script, says nothing of a sum that nobody works on, and takes who waited', async () => {
    const { page } = await visitor(browser, { javaScriptEnabled: false });
    const email = someone();
    await page.goto(form.url);
    await fill(page, email);
    await press(page);
    const said = await page.getByRole('alert').innerText();
    expect(said).toContain('press the button again');
    expect(said).toContain('hello@harbourbooks.example');
    expect(await page.getByText('small sum').isVisible()).toBe(false);
    await readThePage(page);
    await press(page);
    expect(await page.title()).toBe('Look into your mail');
    await mailTo(email);
    await page.context().close();
  });

  it("works from a script on the client's own site, which reads what is wrong", async () => {
    const { formId, noticeId } = await publishedForm(operator, { origins: ['https://harbourbooks.example'] });
    // The local cloud is on this machine, which a browser keeps other sites from.
    const { page } = await visitor(browser, { permissions: ['local-network-access'] });
    await page.route('https://harbourbooks.example/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Harbour Books</title>' }),
    );
    await page.goto('https://harbourbooks.example/');
    const send = async (body: object): Promise<{ status: number; said: unknown }> =>
      page.evaluate(
        `fetch(${JSON.stringify(`${running().publicUrl}/v1/forms/${formId}/subscriptions`)}, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: ${JSON.stringify(JSON.stringify(body))},
        }).then(async (answer) => ({ status: answer.status, said: await answer.json() }))`,
      );
    const email = someone();
    expect(await send({ email: 'no', purposes: { marketing_email: true }, noticeId })).toMatchObject({
      status: 422,
      said: { fields: [{ path: 'email' }] },
    });
    expect(await send({ email, purposes: { marketing_email: true }, noticeId })).toEqual({
      status: 202,
      said: { status: 'check_your_mail' },
    });
    await mailTo(email);
    await page.context().close();
  });

  it("works from a snippet on the client's own site", async () => {
    const { url, ...params } = await publishedForm(operator, { origins: ['https://harbourbooks.example'] });
    const snippet = await operator(getSnippet, { params });
    const { page } = await visitor(browser);
    // The local cloud has no https: without this the browser would count posting to it as a step down, and not say whence.
    const head = '<!doctype html><title>Harbour Books</title><meta name="referrer" content="unsafe-url">';
    await page.route('https://harbourbooks.example/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: `${head}${snippet}` }),
    );
    const email = someone();
    await page.goto('https://harbourbooks.example/letter?utm_source=x');
    await page.getByLabel('Your e-mail address').fill(email);
    await page.getByLabel('Send me the Harbour Books letter.').check();
    await page.getByRole('button').click();
    await page.getByText('Look into your mail').waitFor();
    expect(page.url()).toBe(url);
    const { details } = await requestOf(await mailTo(email));
    expect(details).toMatchObject({ address: email, page: 'https://harbourbooks.example/letter', agent: 'Chrome' });
    await page.context().close();
  });
});
