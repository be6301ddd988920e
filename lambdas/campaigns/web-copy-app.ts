import { standingStore } from '#lambdas/consent/standing-store.ts';
import type { StandingStore } from '#lambdas/consent/standing-store.ts';
import type { ApiPorts } from '#lambdas/platform/api.ts';
import { publicPorts } from '#lambdas/platform/api-ports.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { linkKeys } from '#lambdas/platform/link-keys.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import type { LinkTokens } from '#lambdas/platform/link-tokens.ts';
import { messageLog } from '#lambdas/platform/message-log.ts';
import type { MessageLog } from '#lambdas/platform/message-log.ts';
import { problemPage } from '#lambdas/platform/page/problem-page.tsx';
import { sealer } from '#lambdas/platform/sealing.ts';
import type { Sealer } from '#lambdas/platform/sealing.ts';
import { addressSecret, linkSecret } from '#lambdas/platform/secrets.ts';
import { campaignsStore } from './store.ts';
import type { CampaignsStore } from './store.ts';

/** What a message is shown again with. */
export interface WebCopyApp {
  readonly api: ApiPorts;
  readonly clock: Clock;
  readonly campaigns: Pick<CampaignsStore, 'find' | 'content'>;
  readonly messages: Pick<MessageLog, 'find'>;
  readonly standings: Pick<StandingStore, 'ofContact' | 'event'>;
  readonly sealer: () => Promise<Sealer>;
  readonly links: () => Promise<LinkTokens>;
  readonly publicUrl: () => string;
}

export const webCopyApp = lazily((): WebCopyApp => ({
  api: publicPorts((code) => problemPage(code, 'en')),
  clock: systemClock,
  campaigns: campaignsStore(documentClient()),
  messages: messageLog(documentClient()),
  standings: standingStore(documentClient()),
  sealer: lazilyAsync(async () => sealer(await addressSecret())),
  links: lazilyAsync(async () => linkTokens(linkKeys(await linkSecret()))),
  publicUrl: () => setting('PUBLIC_URL'),
}));
