import type { ApiPorts } from '#lambdas/platform/api.ts';
import { signedInPorts } from '#lambdas/platform/api-ports.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { optionalSetting, setting } from '#lambdas/platform/environment.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import type { Ids } from '#lambdas/platform/ids.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { formsStore } from './forms-store.ts';
import type { FormsStore } from './forms-store.ts';

export interface FormsApp {
  readonly api: ApiPorts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: FormsStore;
  readonly publicUrl: () => string;
  readonly region: () => string;
  readonly unsubscribeAddress: () => string | undefined;
}

export const formsApp = lazily((): FormsApp => ({
  api: signedInPorts(),
  clock: systemClock,
  ids: randomIds,
  store: formsStore(documentClient()),
  publicUrl: () => setting('PUBLIC_URL'),
  region: () => setting('AWS_REGION'),
  unsubscribeAddress: () => optionalSetting('UNSUBSCRIBE_ADDRESS'),
}));
