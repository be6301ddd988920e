import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  AlreadyExistsException,
  CreateTenantCommand,
  CreateTenantResourceAssociationCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import { randomInt } from 'node:crypto';
import type { ApiPorts } from '#lambdas/platform/api.ts';
import { signedInPorts } from '#lambdas/platform/api-ports.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import type { Ids } from '#lambdas/platform/ids.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
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

/** The user pool. */
export interface SignIns {
  /** Makes the user, in its group; said twice it is the same. @returns the temporary password, or undefined when the name is taken */
  create(userName: string, group: 'operator' | 'client'): Promise<string | undefined>;
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
  signIns: cognitoSignIns(),
  tenants: sesTenants(),
}));

function cognitoSignIns(): SignIns {
  const cognito = lazily(() => new CognitoIdentityProviderClient({}));
  return {
    async create(Username, GroupName) {
      const UserPoolId = setting('USER_POOL_ID');
      const TemporaryPassword = temporaryPassword();
      try {
        await cognito().send(
          new AdminCreateUserCommand({ UserPoolId, Username, TemporaryPassword, MessageAction: 'SUPPRESS' }),
        );
      } catch (error) {
        if (error instanceof UsernameExistsException) return undefined;
        throw error;
      }
      await cognito().send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
      return TemporaryPassword;
    },
  };
}

const kinds = ['abcdefghijkmnopqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!#%+:=?'] as const;

/** 20 characters, all four kinds that the pool asks for; look-alikes are left out, for somebody types it. */
export function temporaryPassword(): string {
  const pick = (alphabet: string): string => alphabet.charAt(randomInt(alphabet.length));
  const characters = [...kinds.map(pick), ...Array.from({ length: 16 }, () => pick(kinds.slice(0, 3).join('')))];
  return characters
    .map((character) => ({ character, order: randomInt(2 ** 32) }))
    .sort((one, other) => one.order - other.order)
    .map(({ character }) => character)
    .join('');
}

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
