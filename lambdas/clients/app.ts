import type { ApiPorts } from '#lambdas/platform/api.ts';
import { signedInPorts } from '#lambdas/platform/api-ports.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import type { Ids } from '#lambdas/platform/ids.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { cognitoSignIns } from './sign-ins.ts';
import type { SignIns } from './sign-ins.ts';
import { clientsStore } from './store.ts';
import type { ClientsStore } from './store.ts';
import { sesTenants } from './tenants.ts';
import type { Tenants } from './tenants.ts';

export interface ClientsApp {
  readonly api: ApiPorts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: ClientsStore;
  readonly signIns: SignIns;
  readonly tenants: Tenants;
}

export const clientsApp = lazily((): ClientsApp => ({
  api: signedInPorts(),
  clock: systemClock,
  ids: randomIds,
  store: clientsStore(documentClient()),
  signIns: cognitoSignIns(() => setting('USER_POOL_ID')),
  tenants: sesTenants(),
}));
