import { Construct } from 'constructs';
import { QueueWorker } from './constructs/queue-worker.ts';
import type { Service } from './service.ts';

/** Who is on a list. */
export class Contacts extends Construct {
  /** What the ledger says, for the index of members. */
  readonly members: QueueWorker;

  constructor(scope: Construct, id: string, service: Service) {
    super(scope, id);
    const { data } = service;
    const keeper = service
      .function(this, 'keep-members', {
        description: 'Keeps the index of who is on a list',
        impact: 'lists are exported without the newest people; who has left is left out all the same',
      })
      .usesTable(data.consent, 'look')
      .usesTable(data.directory, 'append');
    this.members = new QueueWorker(this, 'Members', { worker: keeper });
  }
}
