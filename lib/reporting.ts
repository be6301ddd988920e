import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { accountEventTypes, messageStatus, uncounted } from '#contract/reporting.ts';
import type { MessageStatus } from '#contract/reporting.ts';
import { messagePrefix } from '#lambdas/platform/keys/delivery.ts';
import { chainPrefix } from '#lambdas/platform/keys/ledger.ts';
import { OutcomeStream } from './constructs/outcome-stream.ts';
import { stopsTenants } from './clients.ts';
import { deadLetterQueue, QueueWorker } from './constructs/queue-worker.ts';
import { ScheduledJob } from './constructs/scheduled-job.ts';
import type { ServiceFunction } from './constructs/service-function.ts';
import { readsStream } from './constructs/table-stream.ts';
import { sendsMail } from './sends-mail.ts';
import type { Service } from './service.ts';

/** How many events are worked at a time, and how long the first waits for others. bench/reporting.ts reckons with the same. */
export const gatherings = {
  // Whoever is paused for what people say is paused within a minute: seconds here, and below.
  events: { size: 100, windowMs: 2_000 },
  // So that one write of the figures counts many messages, and bad news is still heard within seconds.
  fold: { size: 500, windowMs: 5_000 },
  // Opens and clicks come one by one over days, and stop nobody. Less than after what a stream is said to be late.
  foldActivity: { size: 500, windowMs: 240_000 },
} as const;

/** What became of messages. */
export class Reporting extends Construct {
  /** A widget of the dashboards, asked for by CloudWatch in the name of who looks: nobody is granted it here. */
  readonly campaignsWidget: ServiceFunction;

  /** Takes stretches of time in which the stream of messages was given up (`assent redrive`). */
  readonly again: Queue;

  constructor(scope: Construct, id: string, service: Service) {
    super(scope, id);
    const { data, mail, api, settings } = service;

    const recorder = service
      .function(this, 'record-outcomes', {
        description: 'Heeds bounces and complaints, of digests too, and records what became of each message',
        impact: mail.events.impact,
        quiet: true,
      })
      .usesTable(data.delivery, 'look', 'change')
      .usesTable(data.consent, 'look', 'append', 'change')
      .usesTable(data.ledger, 'look', 'append')
      .usesTable(data.directory, 'look', 'append', 'change')
      .usesSecret('ADDRESS_SECRET', data.addressSecret)
      .sendsTo('EVENTS_DEAD_LETTERS_URL', mail.events.deadLetters);
    new OutcomeStream(this, 'Archive', { bucket: data.archive }).takesFrom(recorder);
    new QueueWorker(this, 'Outcomes', {
      worker: recorder,
      existing: mail.events,
      batchSize: gatherings.events.size,
      gathersFor: Duration.millis(gatherings.events.windowMs),
    });

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
      .usesTable(data.directory, 'look', 'page')
      .usesTable(data.delivery, 'page');
    api.serve('reporting', 'client', reader);

    const folder = service
      .function(this, 'fold-figures', {
        description: 'Counts what became of messages of campaigns, and stops campaigns that too many people object to',
        impact: 'reports stand still, and campaigns that people complain of go on',
        timeout: Duration.seconds(60),
        memorySizeMb: 1024,
        quiet: true,
      })
      .usesTable(data.delivery, 'lookAtMany', 'read', 'append')
      .usesTable(data.directory, 'read', 'append', 'change')
      .may([...stopsTenants], [mail.tenantArns])
      .knows('RATE_LIMITS', JSON.stringify(settings.rateLimits))
      .knows('OPERATOR_ADDRESS', settings.alarmEmail);
    sendsMail(folder, service, [mail.untracked]);
    const deadLetters = deadLetterQueue(this, 'FiguresDeadLetters', folder.impact);
    readsStream(folder, data.delivery, {
      ...stretchOf(gatherings.fold),
      deadLetters,
      filters: [
        countedMessages(messageStatus.options.filter((status) => ![...uncounted, ...activity].includes(status))),
      ],
    });

    const activityFolder = service
      .function(this, 'fold-activity', {
        description: 'Counts who opened messages of campaigns and followed links',
        impact: 'reports do not show who opens and clicks',
        timeout: Duration.seconds(60),
        memorySizeMb: 1024,
        quiet: true,
      })
      .usesTable(data.delivery, 'lookAtMany', 'append', 'change');
    readsStream(activityFolder, data.delivery, {
      ...stretchOf(gatherings.foldActivity),
      deadLetters,
      filters: [countedMessages(activity)],
    });
    this.again = new QueueWorker(this, 'Again', { worker: folder, batchSize: 1 }).queue;
    folder.sendsTo('REFOLD_QUEUE_URL', this.again);

    const grower = service
      .function(this, 'fold-growth', {
        description: 'Counts who came to lists and who left them',
        impact: 'the growth of lists stands still; what was missed is counted with the next event of each person',
        timeout: Duration.seconds(60),
      })
      .usesTable(data.ledger, 'page')
      .usesTable(data.delivery, 'lookAtMany', 'page', 'append', 'change');
    readsStream(grower, data.ledger, {
      // So that one write of a list's day counts many people; nobody waits for it.
      batchSize: 500,
      maxBatchingWindow: Duration.seconds(10),
      deadLetters: deadLetterQueue(this, 'GrowthDeadLetters', grower.impact),
      filters: [newEvents],
    });

    const heeder = service
      .function(this, 'heed-findings', {
        description: 'Heeds what SES says of the account and of clients: stops campaigns, and tells who has to know',
        impact: 'campaigns go on although SES has stopped or reviews the mail, which makes it worse',
        timeout: Duration.seconds(60),
        quiet: true,
      })
      .usesTable(data.delivery, 'page', 'append')
      .usesTable(data.directory, 'look', 'append')
      .knows('OPERATOR_ADDRESS', settings.alarmEmail)
      .may(['ses:GetAccount'], ['*']);
    sendsMail(heeder, service, [mail.untracked]);
    new Rule(this, 'AboutTheAccount', {
      description: 'What SES says of the account and of the tenants of clients',
      eventPattern: { source: ['aws.ses'], detailType: [...accountEventTypes] },
      targets: [new LambdaFunction(heeder.function)],
    });
    // It asks how the account stands, too: a run that came to nothing is made up for by the next, an event is tried three times.
    new ScheduledJob(this, 'EveryMinute', {
      job: heeder,
      schedule: ScheduleExpression.rate(Duration.minutes(1)),
      latest: Duration.minutes(5),
    });

    const asker = service
      .function(this, 'count-unheard', {
        description: 'Counts messages of which nothing was heard within a day',
        impact: 'messages may be lost between SES and their reader, or their news on the way here, and nobody knows',
        timeout: Duration.seconds(60),
      })
      .usesTable(data.delivery, 'page', 'change');
    new ScheduledJob(this, 'EveryHour', {
      job: asker,
      schedule: ScheduleExpression.rate(Duration.hours(1)),
      // The next run does what this one could not.
      latest: Duration.minutes(30),
      retries: 1,
    });
  }
}

/** Notices are in the same table and are nobody's coming or going. */
const newEvents = {
  pattern: JSON.stringify({ eventName: ['INSERT'], dynamodb: { NewImage: { pk: { S: [{ prefix: chainPrefix }] } } } }),
};

const stretchOf = ({ size, windowMs }: { readonly size: number; readonly windowMs: number }) => ({
  batchSize: size,
  maxBatchingWindow: Duration.millis(windowMs),
});

const activity: readonly MessageStatus[] = ['opened', 'clicked'];
/** Messages of campaigns that SES has, or would not have. */
const countedMessages = (statuses: readonly MessageStatus[]) => ({
  pattern: JSON.stringify({
    eventName: ['INSERT', 'MODIFY'],
    dynamodb: {
      NewImage: {
        pk: { S: [{ prefix: messagePrefix }] },
        part: { S: [{ exists: true }] },
        status: { S: statuses },
      },
    },
  }),
});
