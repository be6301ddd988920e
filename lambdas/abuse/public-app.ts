import { addressKeys } from '#lambdas/platform/address-keys.ts';
import type { AddressKeys } from '#lambdas/platform/address-keys.ts';
import type { ApiPorts } from '#lambdas/platform/api.ts';
import { publicPorts } from '#lambdas/platform/api-ports.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import type { Ids } from '#lambdas/platform/ids.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { count } from '#lambdas/platform/metrics.ts';
import { sealer } from '#lambdas/platform/sealing.ts';
import { addressSecret } from '#lambdas/platform/secrets.ts';
import { ownerOfSender } from '#lambdas/clients/owner-of-sender.ts';
import { abuseRate, abuseStore } from './abuse-store.ts';
import type { FilePorts } from './file-report.ts';

export interface AbusePublicApp extends FilePorts {
  readonly api: ApiPorts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keys: () => Promise<Pick<AddressKeys, 'networkOfDay'>>;
  /** @returns false when this network reported too much */
  readonly mayReport: (networkHash: string, at: string) => Promise<boolean>;
  readonly ownerOf: (domain: string) => Promise<string | undefined>;
}

export const abusePublicApp = lazily((): AbusePublicApp => ({
  api: publicPorts(),
  clock: systemClock,
  ids: randomIds,
  keys: lazilyAsync(async () => addressKeys(await addressSecret())),
  mayReport: abuseRate(documentClient()),
  ownerOf: (domain) => ownerOfSender(domain),
  reports: abuseStore(documentClient()),
  sealer: lazilyAsync(async () => sealer(await addressSecret())),
  count,
}));
