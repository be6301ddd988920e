import { Duration } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { QueueWorker } from './constructs/queue-worker.ts';
import { ScheduledJob } from './constructs/scheduled-job.ts';
import type { ServiceFunction } from './constructs/service-function.ts';
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

    const importer = service
      .function(this, 'take-in-imports', {
        description: 'Checks files of contacts and takes them in, a part a run',
        impact: 'imports do not go on; nothing that was taken in is lost',
        timeout: Duration.minutes(5),
        memorySizeMb: 1024,
      })
      .usesTable(data.directory, 'look', 'append')
      .usesTable(data.consent, 'lookAtMany', 'append')
      .usesTable(data.ledger, 'append')
      .usesSecret('ADDRESS_SECRET', data.addressSecret)
      .knowsIfSet('DNS_SERVERS', service.settings.dnsServers.join(','));
    usesFiles(importer, data.imports, 's3:GetObject', 's3:PutObject');
    const imports = new QueueWorker(this, 'Imports', { worker: importer, batchSize: 1 });
    importer.sendsTo('IMPORTS_QUEUE_URL', imports.queue);

    const client = service
      .function(this, 'contacts-client', {
        description: 'Users import contacts, look for them, and keep segments',
        impact: 'users cannot import, search or segment their contacts',
        // A search opens thousands of sealed profiles.
        timeout: Duration.seconds(25),
        memorySizeMb: 1024,
      })
      .usesTable(data.directory, 'read', 'append', 'change')
      .usesTable(data.consent, 'lookAtMany')
      .usesTable(data.ledger, 'append')
      .usesSecret('ADDRESS_SECRET', data.addressSecret)
      .sendsTo('IMPORTS_QUEUE_URL', imports.queue);
    // Who holds the address to post to, or to read a report from, does so by this function's leave.
    usesFiles(client, data.imports, 's3:GetObject', 's3:PutObject');
    api.serve('contacts', 'client', client);

    const operator = service
      .function(this, 'contacts-operator', {
        description: 'Operators decide about imports that look made up',
        impact: 'imports that look made up wait',
      })
      .usesTable(data.directory, 'look', 'append')
      .sendsTo('IMPORTS_QUEUE_URL', imports.queue);
    api.serve('contacts', 'operator', operator);
  }
}

/** Without leave to list, S3 says of a file that is gone that it is forbidden. */
const usesFiles = (user: ServiceFunction, bucket: Bucket, ...actions: string[]): ServiceFunction =>
  user
    .knows('IMPORTS_BUCKET', bucket.bucketName)
    .may(actions, [bucket.arnForObjects('*')])
    .may(['s3:ListBucket'], [bucket.bucketArn]);
