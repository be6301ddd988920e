import { Construct } from 'constructs';
import { QueueWorker } from './constructs/queue-worker.ts';
import type { Service } from './service.ts';

/** What became of messages. */
export class Reporting extends Construct {
  constructor(scope: Construct, id: string, service: Service) {
    super(scope, id);
    const { data, mail } = service;

    const recorder = service
      .function(this, 'record-outcomes', {
        description: 'Heeds bounces and complaints, of digests too, and records what became of each message',
        impact: mail.events.impact,
      })
      .usesTable(data.delivery, 'look', 'change')
      .usesTable(data.consent, 'look', 'append', 'change')
      .usesTable(data.ledger, 'look', 'append')
      .usesTable(data.directory, 'look', 'append', 'change');
    new QueueWorker(this, 'Outcomes', { worker: recorder, existing: mail.events });
  }
}
