import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { metrics, metricsNamespace, metricsService } from './keys/metrics.ts';
import type { Dimension, DimensionOf, MetricName } from './keys/metrics.ts';

export type ValuesOf<Name extends MetricName> = Readonly<Record<DimensionOf<Name>, string>>;

/** Counted in CloudWatch, by a line in the log (EMF). @param amount 1 unless given */
export type Count = <Name extends MetricName>(name: Name, by: ValuesOf<Name>, amount?: number) => void;

/** Written at once, unless something gathers (`gathered`): a worker that is frozen between batches loses nothing. */
export const count: Count = (name, by, amount = 1) => {
  const sets: readonly (readonly Dimension[])[] = metrics[name];
  const values: Partial<Record<Dimension, string>> = by;
  const key = JSON.stringify(sets.map((dimensions) => dimensions.map((each) => [each, values[each]])));
  const line = gathering?.get(key) ?? lineOf(sets, values);
  line.addMetric(name, MetricUnit.Count, amount);
  if (gathering) gathering.set(key, line);
  else line.publishStoredMetrics();
};

/** Lines not written yet, by what they are told apart by. A function works on one event at a time, so there is one of these. */
let gathering: Map<string, Metrics> | undefined;

/** What is counted during `work` makes few lines: logs are paid for by their bytes, and a batch counts the same thing many times. */
export async function gathered<Result>(work: () => Promise<Result>): Promise<Result> {
  if (gathering) return work();
  const lines = new Map<string, Metrics>();
  gathering = lines;
  try {
    return await work();
  } finally {
    gathering = undefined;
    for (const line of lines.values()) line.publishStoredMetrics();
  }
}

function lineOf(sets: readonly (readonly Dimension[])[], values: Partial<Record<Dimension, string>>): Metrics {
  const line = new Metrics({ namespace: metricsNamespace, serviceName: metricsService });
  for (const dimensions of sets)
    line.addDimensions(Object.fromEntries(dimensions.map((each) => [each, values[each] ?? 'unknown'])));
  return line;
}
