import { Duration } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { QueueWorker } from './constructs/queue-worker.ts';
import { ScheduledJob } from './constructs/scheduled-job.ts';
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

    const ender = service
      .function(this, 'end-expired', {
        description: 'Writes to the ledger whose basis has run out',
        impact:
          'the ledger and the index of members do not say whose basis ran out; nobody is mailed on it all the same',
        timeout: Duration.minutes(15),
      })
      .usesTable(data.consent, 'look', 'append')
      .usesTable(data.ledger, 'append')
      .knows(data.directory.definition.environment, data.directory.table.tableName)
      .may(['dynamodb:Query'], [`${data.directory.table.tableArn}/index/expiringMembers`]);
    new ScheduledJob(this, 'EveryNight', {
      job: ender,
      schedule: ScheduleExpression.cron({ minute: '5', hour: '0' }),
      latest: Duration.hours(6),
    });

    const client = service
      .function(this, 'contacts-client', {
        description: 'Users import contacts, look for them, and keep segments',
        impact: 'users cannot import, search or segment their contacts',
      })
      .usesTable(data.directory, 'read');
    api.serve('contacts', 'client', client);
  }
}
