import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { messageStatus } from '#contract/reporting.ts';
import { messagePrefix } from '#lambdas/platform/keys/delivery.ts';
import { deadLetterQueue, QueueWorker } from './constructs/queue-worker.ts';
import type { ServiceFunction } from './constructs/service-function.ts';
import { readsStream } from './constructs/table-stream.ts';
import { sendsMail } from './sends-mail.ts';
import type { Service } from './service.ts';

/** How many events are worked at a time, and how long the first waits for others. bench/reporting.ts reckons with the same. */
export const gatherings = {
  events: { size: 10, windowMs: 0 },
  // So that one write of the figures counts many messages, and bad news is still heard within seconds.
  fold: { size: 500, windowMs: 5_000 },
} as const;

/** What became of messages. */
export class Reporting extends Construct {
  /** A widget of the dashboards, asked for by CloudWatch in the name of who looks: nobody is granted it here. */
  readonly campaignsWidget: ServiceFunction;

  constructor(scope: Construct, id: string, service: Service) {
    super(scope, id);
    const { data, mail, api, settings } = service;

    const recorder = service
      .function(this, 'record-outcomes', {
        description: 'Heeds bounces and complaints, of digests too, and records what became of each message',
        impact: mail.events.impact,
      })
      .usesTable(data.delivery, 'look', 'change')
      .usesTable(data.consent, 'look', 'append', 'change')
      .usesTable(data.ledger, 'look', 'append')
      .usesTable(data.directory, 'look', 'append', 'change')
      .sendsTo('EVENTS_DEAD_LETTERS_URL', mail.events.deadLetters);
    new QueueWorker(this, 'Outcomes', { worker: recorder, existing: mail.events, batchSize: gatherings.events.size });

    this.campaignsWidget = service
      .function(this, 'show-campaigns', {
        description: 'Draws the campaigns of the last 30 days in a dashboard',
        impact: 'analysts do not see which campaigns there were',
      })
      .usesTable(data.directory, 'page')
      .usesTable(data.delivery, 'page');
    const reader = service
      .function(this, 'reporting-client', {
        description: 'Users read what became of campaigns',
        impact: 'users cannot read reports',
      })
      .usesTable(data.directory, 'look')
      .usesTable(data.delivery, 'page');
    api.serve('reporting', 'client', reader);

    const folder = service
      .function(this, 'fold-figures', {
        description: 'Counts what became of messages of campaigns, and stops campaigns that too many people object to',
        impact: 'reports stand still, and campaigns that people complain of go on',
        timeout: Duration.seconds(60),
        memorySizeMb: 1024,
      })
      .usesTable(data.delivery, 'lookAtMany', 'page', 'append')
      .usesTable(data.directory, 'look', 'append', 'change')
      .knows('RATE_LIMITS', JSON.stringify(settings.rateLimits))
      .knows('OPERATOR_ADDRESS', settings.alarmEmail);
    sendsMail(folder, service, [mail.untracked]);
    readsStream(folder, data.delivery, {
      batchSize: gatherings.fold.size,
      maxBatchingWindow: Duration.millis(gatherings.fold.windowMs),
      deadLetters: deadLetterQueue(this, 'FiguresDeadLetters', folder.impact),
      filters: [countedMessages],
    });
  }
}

const notCounted = ['waiting', 'claimed', 'unknown', 'refused'];
/** Messages of campaigns that SES has, or would not have. */
const countedMessages = {
  pattern: JSON.stringify({
    eventName: ['INSERT', 'MODIFY'],
    dynamodb: {
      NewImage: {
        pk: { S: [{ prefix: messagePrefix }] },
        part: { S: [{ exists: true }] },
        status: { S: messageStatus.options.filter((status) => !notCounted.includes(status)) },
      },
    },
  }),
};
