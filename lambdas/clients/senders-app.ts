import type { ApiPorts } from '#lambdas/platform/api.ts';
import { signedInPorts } from '#lambdas/platform/api-ports.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { optionalSetting, setting } from '#lambdas/platform/environment.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import type { SenderLookPorts } from './look-at-sender.ts';
import { senderDns, senderResolver } from './sender-dns.ts';
import { sesIdentities, sesViews } from './sender-identities.ts';
import type { SenderIdentities } from './sender-identities.ts';
import { sendersStore } from './senders-store.ts';
import type { SendersStore } from './senders-store.ts';

export interface SendersApp extends SenderLookPorts {
  readonly api: ApiPorts;
  readonly senders: SendersStore;
  readonly identities: SenderIdentities;
  readonly settings: () => SenderSettings;
}

export interface SenderSettings {
  readonly mailFromDomain: string;
  /** Whether clients without a domain of their own get a sub-domain of the operator's. */
  readonly clientSubdomains: boolean;
}

/** What looks at domains: for requests, and for the daily run. */
export const deployedLook = lazily((): SenderLookPorts & { readonly senders: SendersStore } => ({
  clock: systemClock,
  ids: randomIds,
  senders: sendersStore(documentClient()),
  views: sesViews(),
  dns: senderDns(lazily(() => senderResolver((optionalSetting('DNS_SERVERS') ?? '').split(',').filter(Boolean)))),
  region: () => setting('AWS_REGION'),
}));

export const sendersApp = lazily((): SendersApp => ({
  ...deployedLook(),
  api: signedInPorts(),
  identities: sesIdentities(),
  settings: () => ({
    mailFromDomain: setting('MAIL_FROM_DOMAIN'),
    clientSubdomains: optionalSetting('CLIENT_SUBDOMAINS') === 'on',
  }),
}));
