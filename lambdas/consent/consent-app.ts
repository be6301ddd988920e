import type { ApiPorts } from '#lambdas/platform/api.ts';
import { publicPorts } from '#lambdas/platform/api-ports.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { linkKeys } from '#lambdas/platform/link-keys.ts';
import { linkTokens } from '#lambdas/platform/link-tokens.ts';
import type { LinkTokens } from '#lambdas/platform/link-tokens.ts';
import { linkSecret } from '#lambdas/platform/secrets.ts';
import { standingStore } from './standing-store.ts';
import type { StandingStore } from './standing-store.ts';

export interface ConsentApp {
  readonly api: ApiPorts;
  readonly clock: Clock;
  readonly standings: StandingStore;
  readonly links: () => Promise<LinkTokens>;
}

export const consentApp = lazily((): ConsentApp => ({
  api: publicPorts(),
  clock: systemClock,
  standings: standingStore(documentClient()),
  links: lazilyAsync(async () => linkTokens(linkKeys(await linkSecret()))),
}));
