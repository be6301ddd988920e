import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { createCampaign } from '#contract/campaigns.ts';
import { launchBrowser } from '#test/support/browser.ts';
import { letter } from '#test/support/campaign.ts';
import { running } from '#test/support/running.ts';
import { publishedForm, someone, subscribe } from '#test/support/set-up.ts';
import { newClientUser, newOperator } from '#test/support/sign-in.ts';

let browser: Browser;
const name = `Letter <b>${Date.now()}</b>`;

beforeAll(async () => {
  browser = await launchBrowser();
  const operator = await newOperator();
  const form = await publishedForm(operator);
  await subscribe(form.url, someone());
  const user = await newClientUser(operator, form.clientId);
  await user(createCampaign, { params: { clientId: form.clientId }, body: letter(form.listId, { name }) });
});
afterAll(() => browser.close());

async function opened(dashboard: string, look: (page: Page) => Promise<void>): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1_200, height: 900 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  try {
    await page.goto(`${running().dashboardsUrl}/#${dashboard}`);
    await page.locator(`#board[data-ready="${dashboard}"]`).waitFor();
    await look(page);
    expect(errors).toEqual([]);
  } finally {
    await page.close();
  }
}

const widget = (page: Page, title: string) =>
  page.locator('section', { has: page.getByRole('heading', { name: title }) });

describe('the dashboards that are deployed, as the local cloud draws them', () => {
  it('say whether anything is wrong, and what was asked for', () =>
    opened('Operations', async (page) => {
      expect(await widget(page, 'Is anything wrong now?').textContent()).toMatch(/\d+ of \d+ are fine/);
      await widget(page, 'Do people get an answer?').locator('svg').waitFor();
      expect(await page.getByText('nobody can sign up or confirm').count()).toBe(1);
    }));

  it('show how mail arrives, and the limits of those who decide', () =>
    opened('Deliverability', async (page) => {
      await widget(page, 'Where do readers have their mailboxes?').locator('svg').waitFor();
      expect(await widget(page, 'How did mail do in this time?').textContent()).toMatch(/\d+ %/);
      expect(await widget(page, 'Does mail bounce?').textContent()).toContain('SES reviews: 5');
    }));

  it('list campaigns by a function that asks as the viewer; a press on a name shows its figures', () =>
    opened('Programme', async (page) => {
      const table = widget(page, 'Which campaigns were there in the last 30 days?');
      await table.getByText(name).click();
      const popup = page.getByRole('dialog');
      await popup.getByText('Handed to SES').waitFor();
      expect(await popup.textContent()).toContain(name);
      expect(await popup.locator('b').count()).toBe(0);
      expect(await popup.textContent()).not.toContain('@');
    }));
});
