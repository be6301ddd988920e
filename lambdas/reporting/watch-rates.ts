import type { Excess, Held } from '#contract/protection.ts';
import type { CampaignItem, SendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import type { SuspendedByRule } from '#lambdas/clients/suspend-by-rule.ts';
import { hour, later } from '#lambdas/platform/clock.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import type { Count } from '#lambdas/platform/metrics.ts';
import type { MoveParts } from '#lambdas/sending/move-campaign.ts';
import type { OpenRun } from '#lambdas/sending/runs-store.ts';
import { holdCampaign, tellHeld } from './hold-campaign.ts';
import type { TellParts } from './hold-campaign.ts';
import { accountScope, campaignScope, clientScope, strikesCountFor } from './rates-store.ts';
import type { RatesStore } from './rates-store.ts';
import { accountLimits, excessIn, windowHours } from './rules/rates.ts';
import type { RateLimits, RateSums } from './rules/rates.ts';
import { whyHeld } from './rules/why-held.ts';

export interface WatchApp extends MoveParts, Omit<TellParts, 'client'> {
  readonly campaigns: Pick<SendableCampaigns, 'find' | 'change'>;
  readonly openRuns: () => Promise<readonly OpenRun[]>;
  readonly rates: RatesStore;
  readonly limits: RateLimits;
  readonly suspend: SuspendedByRule;
  readonly log: Log;
  readonly count: Count;
}

/** A campaign of which bad news came. */
export interface Touched {
  readonly clientId: string;
  readonly campaignId: string;
}

/**
 * Looks at the rates of campaigns of which complaints, bounces or rejects were just counted, of their clients, and of the account, and
 * stops what is over a limit. Said again, it finds the campaigns stopped already and does nothing.
 */
export async function watchRates(touched: readonly Touched[], app: WatchApp): Promise<void> {
  const campaigns = unique(touched, ({ campaignId }) => campaignId);
  for (const each of campaigns) await watchCampaign(each, app);
  if (touched.length === 0) return;
  const clients = new Set(touched.map(({ clientId }) => clientId));
  for (const run of await app.openRuns()) await watchOpen(run, clients.has(run.clientId), app);
}

async function watchCampaign({ clientId, campaignId }: Touched, app: WatchApp): Promise<void> {
  const campaign = await app.campaigns.find(clientId, campaignId);
  if (!campaign) return;
  const found = await judged('campaign', campaignScope(campaignId), campaign.watchedSince, app);
  if (found) await hold(campaign, found, app);
}

/** A campaign that goes out well is stopped too when its client's mail is objected to, or that of the whole account. */
async function watchOpen({ clientId, campaignId }: OpenRun, clientTouched: boolean, app: WatchApp): Promise<void> {
  const campaign = await app.campaigns.find(clientId, campaignId);
  if (campaign?.state !== 'sending') return;
  const { watchedSince } = campaign;
  const found =
    (clientTouched ? await judgedClient(clientId, watchedSince, app) : undefined) ??
    (await judged('account', accountScope, watchedSince, app));
  if (found) await hold(campaign, found, app);
}

/** What a campaign was stopped for already does not stop its neighbours as well. */
async function judgedClient(
  clientId: string,
  watchedSince: string | undefined,
  app: WatchApp,
): Promise<Found | undefined> {
  const [since] = [watchedSince ?? '', (await app.rates.lastStrike(clientId)) ?? ''].toSorted().toReversed();
  return judged('client', clientScope(clientId), since || undefined, app);
}

interface Found {
  readonly excess: readonly Excess[];
  readonly sums: RateSums;
}

async function judged(
  scope: Excess['scope'],
  key: string,
  watchedSince: string | undefined,
  app: WatchApp,
): Promise<Found | undefined> {
  const dayAgo = later(app.clock.now(), -windowHours * hour);
  const sums = await app.rates.sums(key, watchedSince !== undefined && watchedSince > dayAgo ? watchedSince : dayAgo);
  const excess = excessIn(scope, sums, scope === 'account' ? accountLimits : app.limits);
  return excess.length > 0 ? { excess, sums } : undefined;
}

/**
 * The campaign first, then who has to know. A campaign that is out already cannot be stopped any more: it counts as a strike all the
 * same, and is told of.
 */
async function hold(campaign: CampaignItem, { excess, sums }: Found, app: WatchApp): Promise<void> {
  const at = app.clock.now();
  const held: Held = { at, excess: [...excess], causes: { ...sums.causes } };
  const paused = campaign.state === 'sending' && (await holdCampaign(campaign, held, app));
  const { clientId, campaignId } = campaign;
  // Who changed it meanwhile had no mails stopped by us: the next news of it brings us here again.
  if (campaign.state === 'sending' && !paused) return;
  const ownFault = excess.some(({ scope }) => scope === 'campaign');
  const since = campaign.watchedSince ?? 'begin';
  if (!(await app.rates.strike({ clientId, campaignId, since, at, counts: ownFault }))) return;
  app.count('CampaignHeld', { what: excess[0]?.what ?? 'complaints' });
  const strikes = await app.rates.strikesSince(clientId, later(at, -strikesCountFor));
  const suspended =
    strikes > 1 && (await app.suspend(clientId, `campaigns were stopped twice within a week: ${whyHeld(held)}`));
  app.log.info('campaign held', { campaignId, clientId, because: excess[0]?.what, paused, strikes, suspended });
  await tellHeld(campaign, held, { paused, suspended }, { ...app, client: (of) => app.suspend.client(of) });
}

const unique = <T>(all: readonly T[], by: (each: T) => string): T[] => [
  ...new Map(all.map((each) => [by(each), each])).values(),
];
