import { Construct } from 'constructs';
import { QueueWorker } from './constructs/queue-worker.ts';
import type { Service } from './service.ts';

/** Lists, forms, and what becomes of a sign-up. */
export class SignUp extends Construct {
  /** Requests that wait for their confirm mail. */
  readonly mails: QueueWorker;

  constructor(scope: Construct, id: string, service: Service) {
    super(scope, id);
    const { data, mail, api } = service;

    const client = service
      .function(this, 'sign-up-client', {
        description: 'Users make lists and forms, and publish them',
        impact: 'users cannot change or publish forms; published ones go on working',
      })
      .usesTable(data.directory, 'read', 'append')
      .usesTable(data.ledger, 'append')
      .knows('PUBLIC_URL', service.publicUrl);
    api.serve('sign-up', 'client', client);

    const visitor = service
      .function(this, 'sign-up-public', {
        description: 'Visitors sign up, confirm, or say that it was not them',
        impact: 'nobody can sign up or confirm',
      })
      .usesTable(data.directory, 'look')
      .usesTable(data.consent, 'look', 'append')
      .usesTable(data.ledger, 'look', 'append')
      .usesTable(data.ephemeral, 'append', 'change')
      .knows('PROOF_OF_WORK', service.settings.proofOfWork)
      .knowsIfSet('DNS_SERVERS', service.settings.dnsServers.join(','))
      .knowsIfSet('FOOT_LINE', service.settings.footLine)
      .usesSecret('ADDRESS_SECRET', data.addressSecret)
      .usesSecret('LINK_SECRET', data.linkSecret)
      .usesSecret('ORIGIN_SECRET', data.originSecret);
    api.serve('sign-up', 'public', visitor);

    const sender = service
      .function(this, 'send-confirmations', {
        description: 'Sends confirm mails',
        impact: 'people who signed up get no mail to confirm with',
      })
      .usesTable(data.consent, 'look', 'change')
      .usesTable(data.ledger, 'look')
      .usesTable(data.directory, 'look')
      .usesSecret('ADDRESS_SECRET', data.addressSecret)
      .usesSecret('LINK_SECRET', data.linkSecret)
      .knows('PUBLIC_URL', service.publicUrl)
      .knows('MAIL_FROM_DOMAIN', service.settings.mailFromDomain)
      .knows('CONFIGURATION_SET_TRACKED', mail.tracked.configurationSetName)
      .knows('CONFIGURATION_SET_UNTRACKED', mail.untracked.configurationSetName)
      // A confirm mail is never counted: it has no need of the tracked set.
      .may(['ses:SendEmail'], [mail.identity.emailIdentityArn, mail.arnOf(mail.untracked)], {
        StringLike: { 'ses:FromAddress': `*@${service.settings.mailFromDomain}` },
      });
    this.mails = new QueueWorker(this, 'Mails', { worker: sender });
  }
}
