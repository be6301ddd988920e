import { Duration } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { ServiceFunction } from './constructs/service-function.ts';
import { ScheduledJob } from './constructs/scheduled-job.ts';
import { sendsMail } from './sends-mail.ts';
import type { Service } from './service.ts';

/** Domains that clients' campaigns come from: made and removed on request, looked at every day. */
export class Senders extends Construct {
  constructor(scope: Construct, id: string, service: Service) {
    super(scope, id);
    const { data, mail, api, settings } = service;

    const client = service
      .function(this, 'clients-senders', {
        description: 'Users add, check and remove the domains that their campaigns come from',
        impact: 'users cannot add or check sender domains',
        // Three calls of SES, and the DNS may take five seconds.
        timeout: Duration.seconds(20),
      })
      .usesTable(data.directory, 'read', 'append', 'change')
      .knows('MAIL_FROM_DOMAIN', settings.mailFromDomain)
      .knows('IDENTITY_ARNS', mail.identityArns)
      .knows('CLIENT_SUBDOMAINS', settings.clientSubdomains ? 'on' : undefined)
      .may(
        ['ses:CreateEmailIdentity', 'ses:TagResource', 'ses:PutEmailIdentityMailFromAttributes'],
        [mail.identityArns],
      )
      // No other than those that were made for a client (lambdas/clients/sender-identities.ts).
      .may(['ses:DeleteEmailIdentity'], [mail.identityArns], { StringLike: { 'aws:ResourceTag/assent:client': '*' } })
      .may(
        ['ses:CreateTenantResourceAssociation', 'ses:DeleteTenantResourceAssociation'],
        [mail.tenantArns, mail.identityArns],
      );
    looks(client, service);
    api.serve('clients', 'client', client, 'senders');

    const checker = service
      .function(this, 'check-senders', {
        description: 'Looks at every sender domain, and tells clients of those that broke',
        impact: 'a sender domain that lost its DNS records goes on sending, into spam',
        timeout: Duration.minutes(15),
      })
      .usesTable(data.directory, 'read', 'append', 'change');
    looks(checker, service);
    sendsMail(checker, service, [mail.untracked]);
    new ScheduledJob(this, 'EveryMorning', {
      job: checker,
      schedule: ScheduleExpression.cron({ minute: '30', hour: '5' }),
      latest: Duration.hours(6),
    });
  }
}

/** At SES and in the DNS: `deployedLook` in lambdas/clients/senders-app.ts. */
const looks = (looker: ServiceFunction, { mail, settings }: Service): ServiceFunction =>
  looker.knowsIfSet('DNS_SERVERS', settings.dnsServers.join(',')).may(['ses:GetEmailIdentity'], [mail.identityArns]);
