import path from 'node:path';
import type { Page } from 'playwright-core';
import { createCampaign } from '#contract/campaigns.ts';
import { launchBrowser } from '#test/support/browser.ts';
import { letter } from '#test/support/campaign.ts';
import { mailTo } from '#test/support/mails.ts';
import { running, seeded } from '#test/support/running.ts';
import { newClientUser, newOperator } from '#test/support/sign-in.ts';
import { writeHistory } from './dashboards/history.ts';

/** `npm run pictures`: takes those of docs/images again, from the cloud that `npm start` runs. */
const folder = path.resolve(import.meta.dirname, '../docs/images');
process.env.ASSENT_RUNNING ??= path.resolve(process.env.ASSENT_LOCAL_DIR || 'local/.state', 'running.json');

const { inboxUrl, dashboardsUrl } = running();
await writeHistory(seeded().clients.map(({ clientId }) => clientId));
await writeCampaigns();
const form = seeded().forms.find(({ language }) => language === 'en');
if (!form) throw new Error('the cloud is not seeded: is it that of npm start');
const reader = 'ada.byron@readers.example.net';
const welcome = await mailTo(reader, 'You are signed up');
const preferences = welcome.links.find((link) => link.includes('/p/')) ?? '';

/** A draft of each client, as its own people write it, so that the table of campaigns has something to show. */
async function writeCampaigns(): Promise<void> {
  const operator = await newOperator();
  for (const { clientId, listId, title } of seeded().lists) {
    const user = await newClientUser(operator, clientId);
    const name = `December: ${title.replace(/^the /, '')}`;
    await user(createCampaign, { params: { clientId }, body: letter(listId, { name }) });
  }
}

interface Picture {
  readonly url: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  /** What a person did before. */
  readonly after?: (page: Page) => Promise<unknown>;
}

const drawn = async (page: Page) => {
  await page.locator('#board[data-ready]').waitFor();
  await page.locator('.chart svg').first().waitFor();
  await page.waitForLoadState('networkidle');
};

const pictures: Readonly<Record<string, Picture>> = {
  'form-light': { url: form.url },
  'form-dark-narrow': { url: form.url, colorScheme: 'dark', width: 390 },
  'form-to-mend': {
    url: form.url,
    after: async (page) => {
      await page.getByLabel('Your e-mail address').fill('ada byron@readers.example.net');
      await page.locator('main button').click();
      await page.getByText('has a space in it').waitFor();
    },
  },
  'preferences-light': { url: preferences },
  'inbox-light': {
    url: `${inboxUrl}/#${welcome.id}`,
    after: async (page) => {
      const filter = page.getByRole('searchbox');
      await filter.fill(reader.slice(reader.indexOf('@') + 1));
      await filter.blur();
      await page.frameLocator('iframe').getByText('This is what you agreed to').waitFor();
    },
  },
  'dashboard-deliverability': { url: `${dashboardsUrl}/#Deliverability`, after: drawn },
  'dashboard-programme': { url: `${dashboardsUrl}/#Programme`, after: drawn },
  'dashboard-operations': { url: `${dashboardsUrl}/#Operations`, colorScheme: 'dark', after: drawn },
};

const browser = await launchBrowser();
for (const [name, { url, colorScheme = 'light', width = 1_200, after }] of Object.entries(pictures)) {
  const context = await browser.newContext({
    colorScheme,
    viewport: { width, height: 940 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    deviceScaleFactor: width < 1_000 ? 2 : 1,
    extraHTTPHeaders: { 'x-local-viewer-ip': '198.51.100.7' },
  });
  const page = await context.newPage();
  await page.goto(url);
  await after?.(page);
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
  console.log(`docs/images/${name}.png`);
  await context.close();
}
await browser.close();
