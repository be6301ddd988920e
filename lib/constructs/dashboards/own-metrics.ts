import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { metricsNamespace, metricsService } from '#lambdas/platform/keys/metrics.ts';
import type { Dimension, DimensionOf, MetricName } from '#lambdas/platform/keys/metrics.ts';

export interface Look {
  readonly label?: string;
  readonly color?: string;
  /** @default Sum */
  readonly statistic?: 'Sum' | 'Average';
  /** @default 1 hour: mail goes out in bursts, and an hour holds one */
  readonly period?: Duration;
}

/** What the code counts, as a whole or of one value. */
export const own = <Name extends MetricName>(
  metricName: Name,
  look: Look = {},
  of: Partial<Record<DimensionOf<Name>, string>> = {},
): Metric =>
  new Metric({
    namespace: metricsNamespace,
    metricName,
    dimensionsMap: { service: metricsService, ...of },
    statistic: look.statistic ?? 'Sum',
    period: look.period ?? Duration.hours(1),
    label: look.label,
    color: look.color,
  });

/** A line for each value that was ever counted: clients come and go, and none of them is listed anywhere. */
export const ownBy = <Name extends MetricName>(
  metricName: Name,
  dimension: DimensionOf<Name> & Dimension,
  look: Look = {},
) =>
  search(
    `{${metricsNamespace},service,${dimension}} MetricName="${metricName}"`,
    look.statistic ?? 'Sum',
    look.period ?? Duration.hours(1),
    `\${PROP('Dim.${dimension}')}`,
  );

/** The average of each, which is a share, in percent. */
export const ownShareBy = <Name extends MetricName>(
  metricName: Name,
  dimension: DimensionOf<Name> & Dimension,
): MathExpression => {
  const { expression, label, period } = ownBy(metricName, dimension, {
    statistic: 'Average',
    period: Duration.days(1),
  });
  return new MathExpression({ expression: `100 * ${expression}`, usingMetrics: {}, label, period });
};

/** Of metrics that come and go by themselves. @param find in the language of CloudWatch's SEARCH */
export const search = (find: string, statistic: string, period: Duration, label: string): MathExpression =>
  new MathExpression({
    expression: `SEARCH('${find}', '${statistic}', ${period.toSeconds()})`,
    usingMetrics: {},
    label,
    period,
  });

/** A share of 1 as a figure that people read. */
export function inPercent(share: Metric, { label, color }: Look): MathExpression {
  // Two in one chart need names of their own.
  const id = `of_${(label ?? share.metricName).replaceAll(/\W+/g, '_')}`;
  return new MathExpression({
    expression: `100 * ${id}`,
    usingMetrics: { [id]: share },
    label,
    color,
    period: share.period,
  });
}
