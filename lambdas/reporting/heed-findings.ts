import { GetAccountCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import * as z from 'zod';
import type { Held } from '#contract/protection.ts';
import { accountEvent } from '#contract/reporting.ts';
import { clientOf } from '#lambdas/clients/client-of.ts';
import type { SendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import { sendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { optionalSetting } from '#lambdas/platform/environment.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import { deployedTransport } from '#lambdas/platform/mail-transport.ts';
import { count } from '#lambdas/platform/metrics.ts';
import type { Count } from '#lambdas/platform/metrics.ts';
import type { MoveParts } from '#lambdas/sending/move-campaign.ts';
import { runsStore } from '#lambdas/sending/runs-store.ts';
import type { OpenRun } from '#lambdas/sending/runs-store.ts';
import { findingsStore } from './findings-store.ts';
import type { FindingsStore } from './findings-store.ts';
import { holdCampaign, tellHeld, tellLifted } from './hold-campaign.ts';
import type { TellParts } from './hold-campaign.ts';
import { findingOf, reviewOf } from './rules/finding-of.ts';
import type { AccountStanding, Finding } from './rules/finding-of.ts';

export interface FindingsApp extends MoveParts, TellParts {
  readonly campaigns: Pick<SendableCampaigns, 'find' | 'change'>;
  readonly openRuns: () => Promise<readonly OpenRun[]>;
  readonly findings: FindingsStore;
  readonly standing: () => Promise<AccountStanding>;
  readonly log: Log;
  readonly count: Count;
}

/** Heeds what SES says of the account or a client's tenant: once, in whichever order it is told. */
export async function heedFinding(finding: Finding, app: FindingsApp): Promise<void> {
  const known = (await app.findings.all()).find((each) => keyOf(each) === keyOf(finding));
  if (known && (known.at >= finding.at || isSame(known, finding))) return;
  if (!(await isOurs(finding, app))) return;
  app.log.info('SES found something', { clientId: finding.clientId, about: finding.about, open: finding.open });
  if (finding.open && finding.stops) {
    app.count('MailStoppedBySes', {});
    await holdFor(finding, app);
  }
  if (!finding.open && known) await lift(known, finding.at, app);
  await app.findings.keep(finding);
}

const keyOf = ({ clientId, about }: Finding): string => `${clientId ?? ''} ${about}`;

const isSame = (one: Finding, other: Finding): boolean => one.open === other.open && one.stops === other.stops;

/** Others may use the same account. And whom we suspended ourselves, SES sends nothing for because we said so. */
async function isOurs({ clientId, about }: Finding, app: FindingsApp): Promise<boolean> {
  if (clientId === undefined) return true;
  const client = await app.client(clientId);
  return client !== undefined && !(client.status === 'suspended' && about === 'SENDING');
}

/** Campaigns that it is about. One that a person resumed since, knowing it, goes on. */
async function holdFor(finding: Finding, app: FindingsApp): Promise<void> {
  const { clientId, about, says } = finding;
  for (const run of await runsAbout(finding, app)) {
    const campaign = await app.campaigns.find(run.clientId, run.campaignId);
    if (campaign?.state !== 'sending' || (campaign.watchedSince ?? '') > finding.at) continue;
    const scope = clientId === undefined ? 'account' : 'client';
    const held: Held = { at: finding.at, excess: [], causes: {}, finding: { scope, about, says } };
    if (!(await holdCampaign(campaign, held, app))) continue;
    app.count('CampaignHeld', { what: 'ses' });
    await tellHeld(campaign, held, { paused: true, suspended: false }, app);
  }
}

async function lift(known: Finding, at: string, app: FindingsApp): Promise<void> {
  for (const run of await runsAbout(known, app)) {
    const campaign = await app.campaigns.find(run.clientId, run.campaignId);
    if (campaign?.state === 'paused' && campaign.held?.finding?.about === known.about)
      await tellLifted(campaign, at, app);
  }
}

const runsAbout = async ({ clientId }: Finding, app: FindingsApp): Promise<OpenRun[]> =>
  (await app.openRuns()).filter((run) => clientId === undefined || run.clientId === clientId);

/**
 * Asks how the account stands, for EventBridge may lose an event and tells of no review; and stops campaigns that began while
 * something was open.
 */
export async function lookAtAccount(app: FindingsApp): Promise<void> {
  await heedFinding(reviewOf(await app.standing(), app.clock.now()), app);
  for (const finding of await app.findings.all())
    if (finding.open && finding.stops && (await isOurs(finding, app))) await holdFor(finding, app);
}

const findingsApp = lazily((): FindingsApp => {
  const db = documentClient();
  const ses = new SESv2Client({});
  return {
    clock: systemClock,
    ids: randomIds,
    campaigns: sendableCampaigns(db),
    openRuns: () => runsStore(db).opened(),
    findings: findingsStore(db),
    client: clientOf(db),
    transport: deployedTransport(),
    operatorAddress: optionalSetting('OPERATOR_ADDRESS'),
    standing: async () => {
      const { SendingEnabled = false, EnforcementStatus = 'HEALTHY' } = await ses.send(new GetAccountCommand({}));
      return { sendingEnabled: SendingEnabled, enforcement: EnforcementStatus };
    },
    log: jsonLog,
    count,
  };
});

const fromSes = z.looseObject({ source: z.literal('aws.ses') });

/** What EventBridge tells of SES; and the clock. */
export const handler = (event: unknown): Promise<void> =>
  fromSes.safeParse(event).success
    ? heedFinding(findingOf(accountEvent.parse(event)), findingsApp())
    : lookAtAccount(findingsApp());
