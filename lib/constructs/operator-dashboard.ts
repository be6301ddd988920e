import { Duration } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  MathExpression,
  PeriodOverride,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Alarm, GraphWidgetProps, HorizontalAnnotation, IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { sesCount, sesReputation } from './ses-metrics.ts';
import type { Unsubscribing } from './unsubscribing.ts';
import { nameOf } from './watched.ts';
import type { Watched } from './watched.ts';

export interface OperatorDashboardProps extends Watched {
  readonly api: HttpApi;
  readonly unsubscribing: Unsubscribing;
  readonly alarms: readonly Alarm[];
}

const blue = '#0b6e99';
const orange = '#c65d00';
const grey = '#7a7a7a';

/** What an operator asks in the morning. The title of a widget is the question that it answers. */
export class OperatorDashboard extends Construct {
  constructor(scope: Construct, id: string, props: OperatorDashboardProps) {
    super(scope, id);
    const { functions, streamReaders, queues, deadLetters, api, unsubscribing, alarms } = props;
    const dashboard = new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(1),
      periodOverride: PeriodOverride.AUTO,
    });
    dashboard.addWidgets(
      new AlarmStatusWidget({ title: 'Is anything wrong now?', alarms: [...alarms], width: 24, height: 4 }),
    );
    dashboard.addWidgets(
      graph('Do people get an answer?', 'requests in 5 minutes', [
        api.metricCount({ statistic: 'Sum', label: 'asked', color: blue }),
        api.metricServerError({ statistic: 'Sum', label: 'failed', color: orange }),
      ]),
      graph('How long do they wait for it?', 'ms', [
        api.metricLatency({ statistic: 'p50', label: 'half of them', color: grey }),
        api.metricLatency({ statistic: 'p99', label: '99 of 100', color: blue }),
      ]),
      graph('Can people unsubscribe?', 'in 5 minutes', [
        unsubscribing.done.with({ label: 'done', color: blue }),
        unsubscribing.failed.with({ label: 'failed', color: orange }),
      ]),
    );
    dashboard.addWidgets(
      graph('Does mail go out, and arrive?', 'messages in 5 minutes', [
        sesCount('Send').with({ label: 'sent', color: blue }),
        sesCount('Delivery').with({ label: 'delivered', color: grey }),
        sesCount('Reject').with({ label: 'rejected by SES', color: orange }),
      ]),
      graph('Does mail bounce?', '% of mail', [inPercent(sesReputation('BounceRate'), 'bounced')], {
        leftAnnotations: [limit(5, 'SES reviews'), limit(10, 'SES stops')],
      }),
      graph('Are people complaining?', '% of mail', [inPercent(sesReputation('ComplaintRate'), 'complained of')], {
        leftAnnotations: [limit(0.1, 'SES reviews'), limit(0.5, 'SES stops')],
      }),
    );
    dashboard.addWidgets(
      graph(
        'Is anything waiting?',
        'age of the oldest, seconds',
        queues.map(({ queue, name }) =>
          queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', label: name }),
        ),
      ),
      graph(
        'Was anything given up?',
        'messages in dead-letter queues',
        deadLetters.map((queue) =>
          queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', label: nameOf(queue) }),
        ),
      ),
      graph(
        'Is what was written told at once?',
        'ms behind the tables',
        streamReaders.map(({ node, function: reader }) =>
          reader.metric('IteratorAge', { statistic: 'Maximum', label: node.id }),
        ),
      ),
    );
    dashboard.addWidgets(
      graph(
        'Is anything failing?',
        'errors in 5 minutes',
        functions.map(({ node, function: each }) => each.metricErrors({ label: node.id })),
      ),
      graph(
        'Is anything slow?',
        'ms, 99 of 100 runs',
        functions.map(({ node, function: each }) => each.metricDuration({ statistic: 'p99', label: node.id })),
      ),
      graph(
        'Is there room for more?',
        'runs at a time',
        functions.map(({ node, function: each }) =>
          each.metric('ConcurrentExecutions', { statistic: 'Maximum', label: node.id }),
        ),
      ),
    );
    dashboard.addWidgets(new TextWidget({ markdown: footnote, width: 24, height: 2 }));
  }
}

const footnote =
  'Empty charts fill with the first mail and the first visit. The shares of bounces and complaints are those of the whole account, as SES counts them, over its own window. What to do about each: `docs/runbooks/`.';

const graph = (title: string, unit: string, left: IMetric[], more: GraphWidgetProps = {}): GraphWidget =>
  new GraphWidget({
    title,
    left,
    leftYAxis: { label: unit, min: 0, showUnits: false },
    width: 8,
    height: 6,
    ...more,
  });

const inPercent = (share: IMetric, label: string): MathExpression =>
  new MathExpression({
    expression: 'share * 100',
    usingMetrics: { share },
    label,
    color: blue,
    period: Duration.hours(1),
  });

const limit = (value: number, label: string): HorizontalAnnotation => ({ value, label, color: grey });
