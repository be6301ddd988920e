import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';

/** What SES thinks of the account, as a share: 0.001 is 0.1 %. */
export const sesReputation = (rate: 'BounceRate' | 'ComplaintRate'): Metric =>
  new Metric({
    namespace: 'AWS/SES',
    metricName: `Reputation.${rate}`,
    statistic: 'Maximum',
    period: Duration.hours(1),
  });

/** Messages of the account, every five minutes. */
export const sesCount = (metricName: 'Send' | 'Delivery' | 'Reject' | 'RenderingFailure'): Metric =>
  new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Sum', period: Duration.minutes(5) });
