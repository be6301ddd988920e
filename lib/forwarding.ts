import { Duration } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { QueueWorker } from './constructs/queue-worker.ts';
import { ScheduledJob } from './constructs/scheduled-job.ts';
import type { ServiceFunction } from './constructs/service-function.ts';
import { sendsMail } from './sends-mail.ts';
import type { Service } from './service.ts';

/** What was captured, handed to the client: webhooks, digests, exports. */
export class Forwarding extends Construct {
  /** What the ledger says, for deliveries to be planned. */
  readonly announced: QueueWorker;

  constructor(scope: Construct, id: string, service: Service) {
    super(scope, id);
    const deliveries = this.webhooks(service);
    const exports = this.exports(service);
    this.digests(service);
    this.announced = this.planning(service, deliveries);

    const { data, api } = service;
    const client = service
      .function(this, 'forwarding-client', {
        description: 'Users set up endpoints and digests, replay deliveries and take lists out',
        impact: 'users cannot change endpoints, replay or export; deliveries go on',
      })
      .usesTable(data.directory, 'read', 'append', 'change')
      .usesTable(data.delivery, 'read', 'append', 'change')
      .usesSecret('WEBHOOK_SECRET', data.webhookSecret)
      .sendsTo('DELIVERIES_QUEUE_URL', deliveries.queue)
      .sendsTo('EXPORTS_QUEUE_URL', exports.queue)
      .knows('EXPORTS_BUCKET', data.exports.bucketName)
      // Who holds the address of a file reads it by this function's leave.
      .may(['s3:GetObject'], [data.exports.arnForObjects('*')]);
    knowsPrivateHosts(client, service);
    // Asks the address of a digest whether it wants one.
    sendsMail(client.knows('PUBLIC_URL', service.publicUrl), service, [service.mail.untracked]);
    api.serve('forwarding', 'client', client);

    const reader = service
      .function(this, 'forwarding-public', {
        description: 'Whoever reads the address of a digest says that they want it',
        impact: 'digests cannot be confirmed, and are not sent',
      })
      .usesTable(data.directory, 'look', 'append', 'change')
      .knowsIfSet('FOOT_LINE', service.settings.footLine)
      .usesSecret('ORIGIN_SECRET', data.originSecret);
    api.serve('forwarding', 'public', reader);
  }

  private webhooks(service: Service): QueueWorker {
    const { data } = service;
    const worker = service
      .function(this, 'deliver-webhooks', {
        description: 'Calls the endpoints of clients',
        impact: 'clients are not told who confirmed and who withdrew',
        timeout: Duration.seconds(30),
      })
      .usesTable(data.consent, 'look')
      .usesTable(data.ledger, 'look')
      .usesTable(data.directory, 'look', 'append')
      .usesTable(data.delivery, 'change')
      .usesSecret('ADDRESS_SECRET', data.addressSecret)
      .usesSecret('WEBHOOK_SECRET', data.webhookSecret);
    knowsPrivateHosts(worker, service);
    const deliveries = new QueueWorker(this, 'Deliveries', { worker });
    worker.sendsTo('DELIVERIES_QUEUE_URL', deliveries.queue);

    const waker = service
      .function(this, 'wake-deliveries', {
        description: 'Puts deliveries that are due back on the queue',
        impact: 'deliveries that failed are not tried again',
        timeout: Duration.seconds(60),
        quiet: true,
      })
      .usesTable(data.delivery, 'change')
      .may(['dynamodb:Query'], [`${data.delivery.table.tableArn}/index/dueDeliveries`])
      .sendsTo('DELIVERIES_QUEUE_URL', deliveries.queue);
    new ScheduledJob(this, 'EveryMinute', {
      job: waker,
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      // The next run does what this one could not.
      latest: Duration.minutes(1),
      retries: 0,
    });
    return deliveries;
  }

  private planning(service: Service, deliveries: QueueWorker): QueueWorker {
    const { data } = service;
    const planner = service
      .function(this, 'plan-deliveries', {
        description: 'Makes a delivery for each endpoint, and notes it for the digest',
        impact: 'clients are not told who confirmed and who withdrew',
      })
      .usesTable(data.consent, 'look')
      .usesTable(data.ledger, 'look')
      .usesTable(data.directory, 'read')
      .usesTable(data.delivery, 'append')
      .sendsTo('DELIVERIES_QUEUE_URL', deliveries.queue);
    return new QueueWorker(this, 'Announced', { worker: planner });
  }

  private digests(service: Service): void {
    const { data, mail } = service;
    const sender = service
      .function(this, 'send-digests', {
        description: 'Tells clients by mail how many came and went',
        impact: 'clients get no digest; tomorrow it tells of today too',
        timeout: Duration.minutes(15),
      })
      .usesTable(data.directory, 'read', 'change')
      .usesTable(data.delivery, 'page')
      .knows('PUBLIC_URL', service.publicUrl);
    sendsMail(sender, service, [mail.untracked]);
    new ScheduledJob(this, 'EveryMorning', {
      job: sender,
      schedule: ScheduleExpression.cron({ minute: '0', hour: '6' }),
      latest: Duration.hours(6),
    });
  }

  private exports(service: Service): QueueWorker {
    const { data } = service;
    const writer = service
      .function(this, 'write-exports', {
        description: 'Writes the people of a list into a file, a part a run',
        impact: 'lists cannot be taken out',
        timeout: Duration.minutes(5),
      })
      .usesTable(data.directory, 'read', 'change')
      .usesTable(data.consent, 'lookAtMany')
      .usesSecret('ADDRESS_SECRET', data.addressSecret)
      .knows('EXPORTS_BUCKET', data.exports.bucketName)
      .may(['s3:PutObject', 's3:GetObject'], [data.exports.arnForObjects('*')])
      // Whoever may not list is told 403 of a file that is not there, as of one that is another's.
      .may(['s3:ListBucket'], [data.exports.bucketArn]);
    const exports = new QueueWorker(this, 'Exports', { worker: writer, batchSize: 1 });
    writer.sendsTo('EXPORTS_QUEUE_URL', exports.queue);
    return exports;
  }
}

const knowsPrivateHosts = (target: ServiceFunction, { settings }: Service): void => {
  if (settings.privateWebhookHosts.length > 0)
    target.knows('PRIVATE_WEBHOOK_HOSTS', settings.privateWebhookHosts.join(','));
};
