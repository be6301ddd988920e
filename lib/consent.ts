import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { checkpointPrefix, checkpointsBucket, treePrefix } from '#lambdas/platform/keys/checkpoints.ts';
import { chainPrefix } from '#lambdas/platform/keys/ledger.ts';
import { deadLetterQueue, QueueWorker } from './constructs/queue-worker.ts';
import { ScheduledJob } from './constructs/scheduled-job.ts';
import type { ServiceFunction } from './constructs/service-function.ts';
import { readsStream } from './constructs/table-stream.ts';
import type { Service } from './service.ts';

/** Who acts on what the ledger says. */
export interface Listeners {
  readonly mails: Queue;
  readonly welcomes: Queue;
  readonly forwarding: Queue;
  readonly members: Queue;
}

/** The ledger, and what follows from it. */
export class Consent extends Construct {
  /** Writes the daily checkpoint; may be invoked by hand. */
  readonly witness: IFunction;
  /** Takes events that the stream gave up (`assent redrive`). */
  readonly again: Queue;

  constructor(scope: Construct, id: string, service: Service, listeners: Listeners) {
    super(scope, id);
    const { data, api } = service;

    const recipient = service
      .function(this, 'consent-public', {
        description: 'People stop mail, change what they get, and fetch their record',
        impact: 'people cannot unsubscribe: the law gives ten business days, providers two days',
      })
      .usesTable(data.consent, 'look', 'append')
      .usesTable(data.ledger, 'read', 'append')
      .knowsIfSet('FOOT_LINE', service.settings.footLine)
      .usesSecret('LINK_SECRET', data.linkSecret)
      .usesSecret('ORIGIN_SECRET', data.originSecret);
    api.serve('consent', 'public', recipient);

    const member = service
      .function(this, 'consent-client', {
        description: "A client's users look up a contact, and export the proof of its consent",
        impact: 'users cannot look up contacts or export proofs',
      })
      .usesTable(data.directory, 'look', 'append')
      .usesTable(data.consent, 'look')
      .usesTable(data.ledger, 'read')
      .usesSecret('ADDRESS_SECRET', data.addressSecret);
    readsCheckpoints(member, data.checkpoints, checkpointPrefix, treePrefix);
    api.serve('consent', 'client', member);

    const witness = service
      .function(this, 'write-checkpoint', {
        description: 'Writes the daily checkpoint of the ledger',
        impact: 'changes to the ledger since the last checkpoint would go unwitnessed',
        // For four million chains: docs/consent.md has the figures.
        timeout: Duration.minutes(15),
        memorySizeMb: 2048,
      })
      .usesTable(data.consent, 'scan')
      .may(
        ['s3:PutObject'],
        [data.checkpoints.arnForObjects(`${checkpointPrefix}*`), data.checkpoints.arnForObjects(`${treePrefix}*`)],
      );
    readsCheckpoints(witness, data.checkpoints, checkpointPrefix);
    this.witness = witness.function;
    new ScheduledJob(this, 'DailyCheckpoint', {
      job: witness,
      schedule: ScheduleExpression.cron({ minute: '17', hour: '2' }),
      latest: Duration.hours(6),
      retries: 10,
    });

    const announcer = service.function(this, 'announce-events', {
      description: 'Tells the queues what was written to the ledger',
      impact: 'nobody is mailed or told about new consents',
    });
    tells(announcer, listeners);
    readsStream(announcer, data.ledger, {
      batchSize: 100,
      deadLetters: deadLetterQueue(this, 'DeadLetters', announcer.impact),
      filters: [newEvents],
    });

    const again = service.function(this, 'tell-again', {
      description: 'Tells the queues again what the stream gave up',
      impact: 'what was given up cannot be told again',
    });
    // It counts the growth of lists, too: lib/reporting.ts.
    again.usesTable(data.ledger, 'page').usesTable(data.delivery, 'lookAtMany', 'append', 'change');
    tells(again, listeners);
    this.again = new QueueWorker(this, 'Again', { worker: again }).queue;
  }
}

/** Who is told, be it for the first time or again: `tell` in lambdas/consent/announce-events.ts. */
const tells = (teller: ServiceFunction, { mails, welcomes, forwarding, members }: Listeners): ServiceFunction =>
  teller
    .sendsTo('MAILS_QUEUE_URL', mails)
    .sendsTo('WELCOMES_QUEUE_URL', welcomes)
    .sendsTo('FORWARDING_QUEUE_URL', forwarding)
    .sendsTo('MEMBERS_QUEUE_URL', members);

function readsCheckpoints(reader: ServiceFunction, bucket: Bucket, ...prefixes: string[]): void {
  reader
    .knows(checkpointsBucket.environment, bucket.bucketName)
    .may(
      ['s3:GetObject'],
      prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`)),
    )
    .may(['s3:ListBucket'], [bucket.bucketArn], { StringEquals: { 's3:prefix': checkpointPrefix } });
}

/** Notices are in the same table and are nobody's news. */
const newEvents = {
  pattern: JSON.stringify({ eventName: ['INSERT'], dynamodb: { NewImage: { pk: { S: [{ prefix: chainPrefix }] } } } }),
};
