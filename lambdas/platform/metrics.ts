import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { lazily } from './lazily.ts';

/** Counted in CloudWatch, by a line in the log (EMF). Dimensions are few and bounded: never an id. */
export type Count = (name: string, dimensions: Readonly<Record<string, string>>) => void;

const powertools = lazily(() => new Metrics({ namespace: 'Assent', serviceName: 'assent' }));

export const emfCount: Count = (name, dimensions) => {
  const metric = powertools().singleMetric();
  for (const [dimension, value] of Object.entries(dimensions)) metric.addDimension(dimension, value);
  metric.addMetric(name, MetricUnit.Count, 1);
};
