import { Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { showUnsubscribe, unsubscribe } from '#contract/consent.ts';

export interface UnsubscribingProps {
  readonly accessLog: ILogGroup;
}

/**
 * How unsubscribing goes, read from the access log: the gateway's own figures by route cost as much as an own metric for
 * every route there is.
 */
export class Unsubscribing extends Construct {
  readonly failed: Metric;
  readonly done: Metric;

  constructor(scope: Construct, id: string, { accessLog }: UnsubscribingProps) {
    super(scope, id);
    const counted = (name: string, pattern: string) => {
      const metric = { metricNamespace: Stack.of(this).stackName, metricName: name };
      new MetricFilter(this, name, { ...metric, logGroup: accessLog, filterPattern: FilterPattern.literal(pattern) });
      return new Metric({
        namespace: metric.metricNamespace,
        metricName: name,
        statistic: 'Sum',
        period: Duration.minutes(5),
      });
    };
    const asked = `($.route = "${showUnsubscribe.method} ${showUnsubscribe.path}")`;
    const pressed = `($.route = "${unsubscribe.method} ${unsubscribe.path}")`;
    this.failed = counted('UnsubscribingFailed', `{ (${asked} || ${pressed}) && ($.status = "5*") }`);
    this.done = counted('Unsubscribed', `{ ${pressed} && ($.status = "2*") }`);
  }
}
