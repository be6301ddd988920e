import { Duration } from 'aws-cdk-lib';
import type { Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { AlarmStatusWidget, Dashboard, Metric, PeriodOverride } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmBase } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Unsubscribing } from '../unsubscribing.ts';
import type { Watched } from '../watched.ts';
import { own, ownBy, search } from './own-metrics.ts';
import { asked, blue, grey, orange, plum, runbook, text } from './widgets.ts';

export interface OperationsDashboardProps extends Watched {
  readonly api: HttpApi;
  readonly unsubscribing: Unsubscribing;
  readonly alarms: readonly AlarmBase[];
  readonly tables: readonly TableV2[];
  /** Whose functions and queues are drawn. */
  readonly service: Stack;
}

const often = Duration.minutes(5);

/** What an operator asks in the morning: does everything run? */
export class OperationsDashboard extends Construct {
  readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: OperationsDashboardProps) {
    super(scope, id);
    const { streamReaders, functions, queues, api, unsubscribing, alarms, tables, service } = props;
    // Names of functions and queues begin with that of their stack. CloudWatch searches by words.
    const ours = service.stackName;
    const dashboard = new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(1),
      periodOverride: PeriodOverride.INHERIT,
    });
    this.dashboard = dashboard;
    dashboard.addWidgets(
      text(
        `# Operations\nDoes everything run? **Good:** all alarms green, nothing waits, nothing was given up. An alarm says itself what people lose and what to do first; more is in ${runbook('functions')}, ${runbook('waiting')}, ${runbook('dead-letters')}, ${runbook('api')}.`,
        24,
        3,
      ),
    );
    dashboard.addWidgets(
      new AlarmStatusWidget({ title: 'Is anything wrong now?', alarms: [...alarms], width: 24, height: 4 }),
    );
    dashboard.addWidgets(
      asked({
        title: 'Do people get an answer?',
        says: `Requests to pages and API. **Good:** none failed. Else ${runbook('api')}`,
        unit: 'requests in 5 minutes',
        left: [
          api.metricCount({ statistic: 'Sum', label: 'asked', color: blue }),
          api.metricClientError({ statistic: 'Sum', label: 'refused (4xx)', color: grey }),
          api.metricServerError({ statistic: 'Sum', label: 'failed (5xx)', color: orange }),
        ],
      }),
      asked({
        title: 'How long do they wait for it?',
        says: `From request to answer at the gateway. **Good:** 99 of 100 below 1,000 ms`,
        unit: 'ms',
        left: [
          api.metricLatency({ statistic: 'p50', label: 'half of them', color: grey }),
          api.metricLatency({ statistic: 'p99', label: '99 of 100', color: blue }),
        ],
        limits: [{ value: 1_000, label: 'feels slow', color: grey }],
      }),
      asked({
        title: 'Can people unsubscribe?',
        says: `Presses of the button and one-click posts. **Good:** none failed. Else at once ${runbook('api')}`,
        unit: 'in 5 minutes',
        left: [
          unsubscribing.done.with({ label: 'done', color: blue }),
          unsubscribing.failed.with({ label: 'failed', color: orange }),
        ],
      }),
    );
    dashboard.addWidgets(
      asked({
        title: 'Is anything waiting?',
        says: `Age of the oldest message of each queue. **Good:** below five minutes. Else ${runbook('waiting')}`,
        unit: 'seconds',
        left: queues.map(({ queue, name }) =>
          queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', label: name }),
        ),
        limits: [{ value: 300, label: 'an alarm rings', color: grey }],
      }),
      asked({
        title: 'Was anything given up?',
        says: `Messages in dead-letter queues. **Good:** none. Else ${runbook('dead-letters')}`,
        unit: 'messages',
        left: [
          search(
            `{AWS/SQS,QueueName} MetricName="ApproximateNumberOfMessagesVisible" QueueName="${ours}" QueueName="DeadLetters"`,
            'Maximum',
            often,
            '',
          ),
        ],
      }),
      asked({
        title: 'Is what was written told at once?',
        says: `How far the readers of table streams are behind. **Good:** below a second. Else ${runbook('waiting')}`,
        unit: 'ms behind',
        left: streamReaders.map(({ node, function: reader }) =>
          reader.metric('IteratorAge', { statistic: 'Maximum', label: node.id }),
        ),
      }),
    );
    dashboard.addWidgets(
      asked({
        title: 'Which functions fail?',
        says: `Runs that ended with an error. **Good:** none. Else ${runbook('functions')}`,
        unit: 'errors in 5 minutes',
        stacked: true,
        left: [search(`{AWS/Lambda,FunctionName} MetricName="Errors" FunctionName="${ours}"`, 'Sum', often, '')],
      }),
      asked({
        title: 'Which functions are slow?',
        says: 'Time of 99 of 100 runs. **Good:** as the day before; pages below 1,000 ms',
        unit: 'ms',
        left: [search(`{AWS/Lambda,FunctionName} MetricName="Duration" FunctionName="${ours}"`, 'p99', often, '')],
      }),
      asked({
        title: 'Is there room for more?',
        says: `Functions at a time, of all in the account. **Good:** none was turned away. Else ${runbook('functions')}`,
        unit: 'at a time',
        left: [
          ofAllFunctions('ConcurrentExecutions', 'Maximum').with({ label: 'at a time', color: blue }),
          ofAllFunctions('Throttles', 'Sum').with({ label: 'turned away', color: orange }),
        ],
      }),
    );
    dashboard.addWidgets(
      asked({
        title: 'What do we send?',
        says: 'Messages that SES took, by what they are for. **Good:** as many as were planned',
        unit: 'messages in an hour',
        stacked: true,
        left: [ownBy('MailSent', 'purpose')],
      }),
      asked({
        title: 'Is mail held back?',
        says: `Refused by our own rules, put off while SES is busy, refused by SES, or nobody knows. **Good:** none of the last two. Else ${runbook('messages')}`,
        unit: 'messages in an hour',
        left: [
          own('MailRefused', { label: 'not allowed any more', color: grey }),
          own('MailPutOff', { label: 'put off', color: plum }),
          own('MailRejected', { label: 'refused by SES', color: orange }),
          own('MailUnknown', { label: 'nobody knows', color: blue }),
        ],
      }),
      asked({
        title: 'Are clients told of their people?',
        says: `Webhooks that were given up after the last try. **Good:** none. Else ${runbook('webhooks')}`,
        unit: 'deliveries in an hour',
        left: [own('DeliveriesGivenUp', { label: 'given up', color: orange })],
      }),
    );
    dashboard.addWidgets(
      asked({
        title: 'What do the tables cost?',
        says: 'Write units, the dearer part: 0.70 US dollars a million in eu-west-1. **Good:** grows with what is sent',
        unit: 'write units in an hour',
        stacked: true,
        left: tables.map((table) => written(table)),
      }),
      asked({
        title: 'What do the functions cost?',
        says: 'Runs, of all functions in the account: 0.20 US dollars a million, and their time',
        unit: 'runs in an hour',
        left: [ofAllFunctions('Invocations', 'Sum').with({ label: 'runs', color: blue, period: Duration.hours(1) })],
      }),
      asked({
        title: 'What do the logs cost?',
        says: 'Bytes taken in, of all logs in the account: 0.50 US dollars a gigabyte',
        unit: 'bytes in an hour',
        left: [
          new Metric({
            namespace: 'AWS/Logs',
            metricName: 'IncomingBytes',
            statistic: 'Sum',
            period: Duration.hours(1),
            label: 'taken in',
            color: blue,
          }),
        ],
      }),
    );
    dashboard.addWidgets(text(impactsOf(functions), 24, 12));
  }
}

const ofAllFunctions = (metricName: string, statistic: string): Metric =>
  new Metric({ namespace: 'AWS/Lambda', metricName, statistic, period: often });

const written = (table: TableV2): Metric =>
  table.metricConsumedWriteCapacityUnits({ statistic: 'Sum', period: Duration.hours(1), label: table.node.id });

/** Who sees a function fail has to know what that means, without the source. */
const impactsOf = (functions: Watched['functions']): string =>
  [
    '## What is lost while a function fails?',
    '| function | what people lose |',
    '| --- | --- |',
    ...functions.map(({ node, impact }) => `| ${node.id} | ${impact} |`),
  ].join('\n');
