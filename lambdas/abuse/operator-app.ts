import type { ApiPorts } from '#lambdas/platform/api.ts';
import { signedInPorts } from '#lambdas/platform/api-ports.ts';
import type { Stamping } from '#lambdas/platform/audit.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { sealer } from '#lambdas/platform/sealing.ts';
import type { Sealer } from '#lambdas/platform/sealing.ts';
import { addressSecret } from '#lambdas/platform/secrets.ts';
import { abuseStore } from './abuse-store.ts';
import type { AbuseStore } from './abuse-store.ts';

export interface AbuseOperatorApp extends Stamping {
  readonly api: ApiPorts;
  readonly reports: Pick<AbuseStore, 'open' | 'ofClient' | 'findOpen' | 'settle'>;
  readonly sealer: () => Promise<Sealer>;
}

export const abuseOperatorApp = lazily((): AbuseOperatorApp => ({
  api: signedInPorts(),
  clock: systemClock,
  ids: randomIds,
  reports: abuseStore(documentClient()),
  sealer: lazilyAsync(async () => sealer(await addressSecret())),
}));
