import { Construct } from 'constructs';
import { QueueWorker } from './constructs/queue-worker.ts';
import { sendsMail } from './sends-mail.ts';
import type { Service } from './service.ts';

/** Lists, forms, and what becomes of a sign-up. */
export class SignUp extends Construct {
  /** Requests that wait for their confirm mail. */
  readonly mails: QueueWorker;
  /** Confirmations that wait for their welcome mail. */
  readonly welcomes: QueueWorker;

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
      .knows('PUBLIC_URL', service.publicUrl)
      .knows('UNSUBSCRIBE_ADDRESS', service.unsubscribeAddress);
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
      .knows('PUBLIC_URL', service.publicUrl);
    // A confirm mail is never counted: it has no need of the tracked set.
    sendsMail(sender, service, [mail.untracked]);
    this.mails = new QueueWorker(this, 'Mails', { worker: sender });

    const welcomer = service
      .function(this, 'send-welcomes', {
        description: 'Sends welcome mails',
        impact: 'people who confirmed get no mail that says what they agreed to and how to stop it',
      })
      .usesTable(data.consent, 'look')
      .usesTable(data.ledger, 'look')
      .usesTable(data.directory, 'look')
      .usesSecret('ADDRESS_SECRET', data.addressSecret)
      .usesSecret('LINK_SECRET', data.linkSecret)
      .knows('PUBLIC_URL', service.publicUrl)
      .knows('UNSUBSCRIBE_ADDRESS', service.unsubscribeAddress);
    sendsMail(welcomer, service, [mail.tracked, mail.untracked]);
    this.welcomes = new QueueWorker(this, 'Welcomes', { worker: welcomer });
  }
}
