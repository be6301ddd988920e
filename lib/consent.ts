import { Duration } from 'aws-cdk-lib';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { chainPrefix } from '#lambdas/platform/keys/ledger.ts';
import { deadLetterQueue } from './constructs/queue-worker.ts';
import type { Service } from './service.ts';

/** Who acts on what the ledger says. */
export interface Listeners {
  readonly mails: Queue;
}

/** The ledger, and what follows from it. */
export class Consent extends Construct {
  constructor(scope: Construct, id: string, service: Service, listeners: Listeners) {
    super(scope, id);
    const { data, api } = service;

    const recipient = service
      .function(this, 'consent-public', {
        description: 'People stop mail',
        impact: 'people cannot unsubscribe: the law gives ten business days, providers two days',
      })
      .usesTable(data.consent, 'look', 'append')
      .usesTable(data.ledger, 'look', 'append')
      .knowsIfSet('FOOT_LINE', service.settings.footLine)
      .usesSecret('LINK_SECRET', data.linkSecret)
      .usesSecret('ORIGIN_SECRET', data.originSecret);
    api.serve('consent', 'public', recipient);

    const announcer = service
      .function(this, 'announce-events', {
        description: 'Tells the queues what was written to the ledger',
        impact: 'nobody is mailed or told about new consents',
      })
      .sendsTo('MAILS_QUEUE_URL', listeners.mails);
    announcer.function.addEventSource(
      new DynamoEventSource(data.ledger.table, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        batchSize: 100,
        bisectBatchOnError: true,
        reportBatchItemFailures: true,
        retryAttempts: 100,
        maxRecordAge: Duration.hours(20),
        onFailure: new SqsDlq(deadLetterQueue(this, 'DeadLetters', announcer.impact)),
        filters: [newEvents],
      }),
    );
  }
}

/** Notices are in the same table and are nobody's news. */
const newEvents = {
  pattern: JSON.stringify({ eventName: ['INSERT'], dynamodb: { NewImage: { pk: { S: [{ prefix: chainPrefix }] } } } }),
};
