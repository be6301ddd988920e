import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { network } from './set-up.ts';

/** A real Chromium, from npm unless CHROMIUM_PATH names another: nothing has to be installed by hand. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH || (await bundledChromium());
  // Not the package's own arguments: they switch off web security and put all pages into one process.
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--font-render-hinting=none'] });
}

/** It brings the libraries and the font that a bare machine lacks, but only to where it takes itself to run in a Lambda. */
async function bundledChromium(): Promise<string> {
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x';
  const { default: sparticuz } = await import('@sparticuz/chromium');
  return sparticuz.executablePath();
}

/** What a page did that no public page may do. Read when the visit is over. */
export interface Watched {
  readonly page: Page;
  /** Requests to any other origin than the page's own. */
  readonly strangers: string[];
  /** Errors and warnings of the console, uncaught errors, and whatever the page's policy blocked. */
  readonly complaints: string[];
}

/** A visitor of a network of its own, with a browser that has just been installed. */
export async function visitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({
    extraHTTPHeaders: { 'x-local-viewer-ip': network() },
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  const strangers: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && page.url() !== 'about:blank' && url.origin !== new URL(page.url()).origin)
      strangers.push(request.url());
  });
  page.on('console', (message) => {
    // A browser notes each answer of 4xx for a page, which is what we answer for a form to be mended.
    if (['error', 'warning'].includes(message.type()) && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, strangers, complaints };
}

/** All that a browser can keep for a site; empty on every public page (IP-03). */
export async function kept(page: Page): Promise<unknown> {
  const stored = await page.evaluate(`(async () => ({
    cookie: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }))()`);
  return { ...(stored as object), cookies: (await page.context().cookies()).length };
}

export const nothingKept = { cookie: '', local: 0, session: 0, databases: 0, caches: 0, workers: 0, cookies: 0 };

/** What axe finds, at WCAG 2.2 AA and by best practice: rule and element each. */
export async function axeFindings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}

/** Whether anything is wider than the window. */
export const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
