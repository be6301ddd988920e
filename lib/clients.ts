import { Construct } from 'constructs';
import type { Service } from './service.ts';

/** What it takes to have SES send nothing for a client, and to take that back. */
export const stopsTenants = ['ses:GetTenant', 'ses:UpdateReputationEntityCustomerManagedStatus'] as const;

/** Clients, their users, their tenants at SES. */
export class Clients extends Construct {
  constructor(scope: Construct, id: string, service: Service) {
    super(scope, id);
    const { data, mail, api } = service;

    const operator = service
      .function(this, 'clients-operator', {
        description: 'Operators take on, approve and suspend clients, make, reset and remove their users',
        impact: 'operators cannot take on or suspend clients',
      })
      .usesTable(data.directory, 'read', 'append', 'change')
      .knows('USER_POOL_ID', data.userPool.userPoolId)
      .may(
        [
          'cognito-idp:AdminCreateUser',
          'cognito-idp:AdminAddUserToGroup',
          'cognito-idp:AdminSetUserPassword',
          'cognito-idp:AdminSetUserMFAPreference',
          'cognito-idp:AdminUserGlobalSignOut',
          'cognito-idp:AdminDisableUser',
        ],
        [data.userPool.userPoolArn],
      )
      .knows('MAIL_IDENTITY_ARN', mail.identity.emailIdentityArn)
      .knows('CONFIGURATION_SET_ARNS', [mail.tracked, mail.untracked].map((set) => mail.arnOf(set)).join(','))
      // A tenant has no ARN before it is made: the action is judged on `*`.
      .may(['ses:CreateTenant'], ['*'])
      .may([...stopsTenants], [mail.tenantArns])
      .may(
        ['ses:CreateTenantResourceAssociation'],
        [mail.tenantArns, mail.identity.emailIdentityArn, mail.arnOf(mail.tracked), mail.arnOf(mail.untracked)],
      );
    api.serve('clients', 'operator', operator);

    const client = service
      .function(this, 'clients-client', {
        description: 'Users look at their own client',
        impact: 'users cannot see their profile, users and audit trail',
      })
      .usesTable(data.directory, 'read');
    api.serve('clients', 'client', client);
  }
}
