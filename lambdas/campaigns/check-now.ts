import { randomBytes } from 'node:crypto';
import type { ComplianceReport, Finding } from '#contract/campaigns.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { optionalSetting, setting } from '#lambdas/platform/environment.ts';
import { notFound } from '#lambdas/platform/errors.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import { listLinks } from '#lambdas/platform/mail/list-links.ts';
import type { ListLinks, ListMailSettings } from '#lambdas/platform/mail/list-links.ts';
import { headersOf } from '#lambdas/platform/mail-transport.ts';
import { dnsResolver } from '#lambdas/sign-up/mail-domains.ts';
import { checkStore } from './check-store.ts';
import type { CheckStore } from './check-store.ts';
import { basesIn } from './rules/check/bases-in.ts';
import { hostsIn } from './rules/check/content-rules.ts';
import type { Judged } from './rules/check/judged.ts';
import { overridesFor, reportOf } from './rules/check/report.ts';
import { findingsOf } from './rules/check/rules.ts';
import { versionsOf } from './sample-versions.ts';
import { renderMessage } from './render-message.ts';
import type { Render } from './rules/rendered.ts';
import { campaignsStore } from './store.ts';
import type { CampaignItem, CampaignsStore } from './store.ts';
import { webHosts } from './web-hosts.ts';
import type { WebHosts } from './web-hosts.ts';

/** What a check looks with. lib/checks-campaigns.ts lets a function do it. */
export interface CheckPorts {
  readonly clock: Clock;
  readonly campaigns: Pick<CampaignsStore, 'content'>;
  readonly store: CheckStore;
  readonly render: Render;
  readonly hosts: WebHosts;
  readonly settings: () => ListMailSettings;
}

/**
 * Judges what would be sent now. Asked when a campaign is checked, when it is scheduled, and once more when its sending
 * begins: domains, profile and audience change meanwhile, and what was checked is what is sent.
 * @returns `blocked` when it may not go out; what people took upon themselves before stays with it
 */
export async function checkNow(item: CampaignItem, ports: CheckPorts = deployedCheck()): Promise<ComplianceReport> {
  const findings = await judge(item, ports);
  return reportOf(findings, overridesFor(item), {
    contentHash: item.contentHash,
    checkedAt: ports.clock.now(),
  });
}

export async function judge(item: CampaignItem, ports: CheckPorts): Promise<Finding[]> {
  const { clientId, campaignId, draft } = item;
  const { store, campaigns } = ports;
  const [client, list, said, sender, bases, earlier] = await Promise.all([
    store.client(clientId),
    store.list(clientId, draft.listId),
    campaigns.content(campaignId, item.contentHash),
    senderStatus(clientId, draft.from.domain, ports),
    store.bases(clientId, draft.listId),
    store.earlier(clientId, campaignId),
  ]);
  if (!client) throw notFound('client');
  if (!list) throw notFound('list');
  const links = sampleLinks({ clientId, listId: draft.listId, title: list.title }, ports.settings());
  const { publicUrl } = ports.settings();
  const { versions, unrendered } = await versionsOf(said.compiled, links, publicUrl, ports.render);
  const judged: Judged = {
    sendsAt: item.schedule?.at ?? ports.clock.now(),
    timeZone: item.schedule?.timeZone,
    client,
    sender,
    replyToIsOwn: await isOwn(draft.from.replyTo, client, ports),
    draft,
    versions,
    unrendered,
    bases: basesIn(draft.filter, bases),
    earlier,
    headers: headersOf({
      purpose: 'campaign',
      client: { clientId, brand: client.brand },
      language: draft.language,
      list: { ...links.headers, stream: campaignId },
    }).map(({ Name, Value }) => ({ name: Name, value: Value })),
    deadHosts: await ports.hosts.absent(hostsIn({ versions, publicUrl })),
    publicUrl,
  };
  return findingsOf(judged);
}

/** The deployment's own domain is the operator's, and lent to every client. */
export const senderStatus = async (clientId: string, domain: string, { store, settings }: CheckPorts) =>
  domain === settings().fromDomain ? 'ready' : store.sender(clientId, domain);

async function isOwn(
  replyTo: string | undefined,
  { clientId, contactAddress }: { readonly clientId: string; readonly contactAddress: string },
  { store }: CheckPorts,
): Promise<boolean> {
  if (replyTo === undefined || replyTo.toLowerCase() === contactAddress.toLowerCase()) return true;
  const domain = /@([^@\s]+)$/.exec(replyTo)?.[1]?.toLowerCase();
  return domain !== undefined && (await store.sender(clientId, domain)) === 'ready';
}

/** Links of nobody, as long as real ones: no function that checks has to hold the key of those. */
const sampleTokens = lazily(() => linkTokens({ k1: randomBytes(32).toString('base64url') }));

const sampleLinks = (
  target: { readonly clientId: string; readonly listId: string; readonly title: string },
  settings: ListMailSettings,
): ListLinks => listLinks(sampleTokens(), { ...target, addressKey: randomBytes(16).toString('base64url') }, settings);

export const deployedCheck = lazily((): CheckPorts => ({
  clock: systemClock,
  campaigns: campaignsStore(documentClient()),
  store: checkStore(documentClient()),
  render: renderMessage,
  hosts: webHosts(lazily(() => dnsResolver((optionalSetting('DNS_SERVERS') ?? '').split(',').filter(Boolean)))),
  settings: () => ({
    publicUrl: setting('PUBLIC_URL'),
    fromDomain: setting('MAIL_FROM_DOMAIN'),
    unsubscribeAddress: optionalSetting('UNSUBSCRIBE_ADDRESS'),
  }),
}));
