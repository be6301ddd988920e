import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { metricsNamespace, metricsService } from './keys/metrics.ts';
import { lazily } from './lazily.ts';

/** Counted in CloudWatch, by a line in the log (EMF). Dimensions are few and bounded: never an id. */
export type Count = (name: string, dimensions?: Readonly<Record<string, string>>) => void;

const powertools = lazily(() => new Metrics({ namespace: metricsNamespace, serviceName: metricsService }));

/** Written at once: a worker that is frozen between batches loses nothing. */
export const count: Count = (name, dimensions = {}) => {
  const metric = powertools().singleMetric();
  for (const [dimension, value] of Object.entries(dimensions)) metric.addDimension(dimension, value);
  metric.addMetric(name, MetricUnit.Count, 1);
};
