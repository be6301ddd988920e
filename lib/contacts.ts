import { Construct } from 'constructs';
import { QueueWorker } from './constructs/queue-worker.ts';
import type { Service } from './service.ts';

/** Who is on a list. */
export class Contacts extends Construct {
  /** What the ledger says, for the index of members. */
  readonly members: QueueWorker;

  constructor(scope: Construct, id: string, service: Service) {
    super(scope, id);
    const { data, api } = service;
    const keeper = service
      .function(this, 'keep-members', {
        description: 'Keeps the index of who is on a list',
        impact: 'lists are exported without the newest people; who has left is left out all the same',
      })
      .usesTable(data.consent, 'look')
      .usesTable(data.directory, 'append');
    this.members = new QueueWorker(this, 'Members', { worker: keeper });

    const client = service
      .function(this, 'contacts-client', {
        description: 'Users import contacts, look for them, and keep segments',
        impact: 'users cannot import, search or segment their contacts',
      })
      .usesTable(data.directory, 'read');
    api.serve('contacts', 'client', client);
  }
}
