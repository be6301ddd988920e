import AxeBuilder from '@axe-core/playwright';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailTo } from '#test/support/mails.ts';
import { running } from '#test/support/running.ts';
import { post, publishedForm, someone } from '#test/support/set-up.ts';
import { newOperator } from '#test/support/sign-in.ts';

let browser: Browser;
let url: string;
const asked: string[] = [];

const inbox = async (hash = '', width = 1200): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  const page = await context.newPage();
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${running().inboxUrl}/${hash}`);
  return page;
};
const arrival = async (email: string) => {
  await post(url, { email, marketing_email: 'on' });
  return mailTo(email);
};

beforeAll(async () => {
  ({ url } = await publishedForm(await newOperator()));
  // Not the package's own arguments: they put all pages into one process, which dies of a second window.
  browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: ['--no-sandbox'] });
});

afterAll(() => browser.close());

describe('the inbox', () => {
  it('shows a mail as it arrives, without being asked, and keeps what is being read', async () => {
    const first = await arrival(someone('first'));
    const page = await inbox(`#${first.id}/text`);
    await page.getByText('Confirm my subscription:').waitFor();
    const email = someone('second');
    await arrival(email);
    await page.getByText(`to ${email}`).waitFor();
    expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Text');
    await page.getByRole('searchbox').fill(email);
    expect(await page.locator('.list li').count()).toBe(1);
  });

  it('shows the mail itself with scripts off, by whose button a person can confirm', async () => {
    const mail = await arrival(someone('reader'));
    const page = await inbox(`#${mail.id}`);
    const button = page.frameLocator('iframe').getByRole('link', { name: 'Confirm my subscription' });
    const opening = page.waitForEvent('popup');
    await button.click();
    expect(await (await opening).locator('h1').textContent()).toBeTruthy();
    expect(await page.locator('iframe').getAttribute('sandbox')).not.toContain('allow-scripts');
  });

  it('can report a mail as spam, and tells what came of it', async () => {
    const mail = await arrival(someone('grumpy'));
    const page = await inbox(`#${mail.id}/events`);
    await page.getByRole('button', { name: 'Report as spam' }).click();
    await page.getByText('The recipient reported it as spam.').waitFor();
    expect((await mailTo(mail.headers.To!)).events).toEqual(['Send', 'Delivery', 'Complaint']);
  });

  it.each([
    ['wide', 1200],
    ['narrow', 360],
  ])('is readable for everybody, %s', async (_, width) => {
    const mail = await arrival(someone('everybody'));
    const page = await inbox(`#${mail.id}/headers`, width);
    await page.getByText('Auto-Submitted').waitFor();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  it('asked nobody but itself and the pages of its links', () => {
    const { inboxUrl, publicUrl } = running();
    const elsewhere = asked.filter(
      (each) => ![inboxUrl, publicUrl].some((own) => each.startsWith(`${own}/`)) && !each.startsWith('data:'),
    );
    expect(elsewhere).toEqual([]);
  });
});
