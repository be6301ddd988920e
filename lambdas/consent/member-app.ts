import { addressKeys } from '#lambdas/platform/address-keys.ts';
import type { AddressKeys } from '#lambdas/platform/address-keys.ts';
import type { ApiPorts } from '#lambdas/platform/api.ts';
import { signedInPorts } from '#lambdas/platform/api-ports.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { sealer } from '#lambdas/platform/sealing.ts';
import type { Sealer } from '#lambdas/platform/sealing.ts';
import { addressSecret } from '#lambdas/platform/secrets.ts';
import { checkpointStore } from './checkpoint-store.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import { standingStore } from './standing-store.ts';
import type { StandingStore } from './standing-store.ts';

/** What a client's users look up contacts with. */
export interface MemberApp {
  readonly api: ApiPorts;
  readonly clock: Clock;
  readonly standings: StandingStore;
  readonly checkpoints: Pick<CheckpointStore, 'newest' | 'treeOf'>;
  readonly secrets: () => Promise<{ readonly keys: AddressKeys; readonly sealer: Sealer }>;
}

export const memberApp = lazily((): MemberApp => ({
  api: signedInPorts(),
  clock: systemClock,
  standings: standingStore(documentClient()),
  checkpoints: checkpointStore(),
  secrets: lazilyAsync(async () => {
    const secret = await addressSecret();
    return { keys: addressKeys(secret), sealer: sealer(secret) };
  }),
}));
