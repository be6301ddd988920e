import { Construct } from 'constructs';
import { QueueWorker } from './constructs/queue-worker.ts';
import type { ServiceFunction } from './constructs/service-function.ts';
import type { Service } from './service.ts';

/** What became of messages. */
export class Reporting extends Construct {
  /** A widget of the dashboards, asked for by CloudWatch in the name of who looks: nobody is granted it here. */
  readonly campaignsWidget: ServiceFunction;

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

    this.campaignsWidget = service
      .function(this, 'show-campaigns', {
        description: 'Draws the campaigns of the last 30 days in a dashboard',
        impact: 'analysts do not see which campaigns there were',
      })
      .usesTable(data.directory, 'page')
      .usesTable(data.delivery, 'page');
  }
}
