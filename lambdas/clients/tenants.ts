import {
  AlreadyExistsException,
  CreateTenantCommand,
  CreateTenantResourceAssociationCommand,
  GetTenantCommand,
  NotFoundException,
  SESv2Client,
  UpdateReputationEntityCustomerManagedStatusCommand,
} from '@aws-sdk/client-sesv2';
import { setting } from '#lambdas/platform/environment.ts';
import { lazily } from '#lambdas/platform/lazily.ts';

/** SES keeps each client's reputation apart by a tenant. */
export interface Tenants {
  /** Makes the tenant and ties identity and configuration sets to it; said twice it is the same. */
  create(tenantName: string): Promise<void>;
  /** SES itself sends nothing for this client any more, whoever asks it to. */
  stop(tenantName: string): Promise<void>;
  /** Takes that back. What SES stopped on its own account stays stopped. */
  allow(tenantName: string): Promise<void>;
}

export function sesTenants(ses = lazily((): Pick<SESv2Client, 'send'> => new SESv2Client({}))): Tenants {
  const put = async (TenantName: string, SendingStatus: 'ENABLED' | 'DISABLED'): Promise<void> => {
    const ReputationEntityReference = await arnOf(TenantName);
    // A client that was never approved has none.
    if (ReputationEntityReference === undefined) return;
    await ses().send(
      new UpdateReputationEntityCustomerManagedStatusCommand({
        ReputationEntityType: 'RESOURCE',
        ReputationEntityReference,
        SendingStatus,
      }),
    );
  };

  async function arnOf(TenantName: string): Promise<string | undefined> {
    try {
      return (await ses().send(new GetTenantCommand({ TenantName }))).Tenant?.TenantArn;
    } catch (error) {
      if (error instanceof NotFoundException) return undefined;
      throw error;
    }
  }

  return {
    async create(TenantName) {
      await unlessThere(ses().send(new CreateTenantCommand({ TenantName })));
      const resources = [setting('MAIL_IDENTITY_ARN'), ...setting('CONFIGURATION_SET_ARNS').split(',')];
      for (const ResourceArn of resources)
        await unlessThere(ses().send(new CreateTenantResourceAssociationCommand({ TenantName, ResourceArn })));
    },
    stop: (tenantName) => put(tenantName, 'DISABLED'),
    allow: (tenantName) => put(tenantName, 'ENABLED'),
  };
}

async function unlessThere(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof AlreadyExistsException)) throw error;
  }
}
