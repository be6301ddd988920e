import {
  AlreadyExistsException,
  CreateTenantCommand,
  CreateTenantResourceAssociationCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
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

export interface ClientsApp {
  readonly api: ApiPorts;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: ClientsStore;
  readonly signIns: SignIns;
  readonly tenants: Tenants;
}

/** SES keeps each client's reputation apart by a tenant. */
export interface Tenants {
  /** Makes the tenant and ties identity and configuration sets to it; said twice it is the same. */
  create(tenantName: string): Promise<void>;
}

export const clientsApp = lazily((): ClientsApp => ({
  api: signedInPorts(),
  clock: systemClock,
  ids: randomIds,
  store: clientsStore(documentClient()),
  signIns: cognitoSignIns(() => setting('USER_POOL_ID')),
  tenants: sesTenants(),
}));

function sesTenants(): Tenants {
  const ses = lazily(() => new SESv2Client({}));
  const unlessThere = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      if (!(error instanceof AlreadyExistsException)) throw error;
    }
  };
  return {
    async create(TenantName) {
      await unlessThere(ses().send(new CreateTenantCommand({ TenantName })));
      const resources = [setting('MAIL_IDENTITY_ARN'), ...setting('CONFIGURATION_SET_ARNS').split(',')];
      for (const ResourceArn of resources)
        await unlessThere(ses().send(new CreateTenantResourceAssociationCommand({ TenantName, ResourceArn })));
    },
  };
}
