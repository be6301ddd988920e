import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { metrics, metricsNamespace, metricsService } from './keys/metrics.ts';
import type { Dimension, DimensionOf, MetricName } from './keys/metrics.ts';

export type ValuesOf<Name extends MetricName> = Readonly<Record<DimensionOf<Name>, string>>;

/** Counted in CloudWatch, by a line in the log (EMF). @param amount 1 unless given */
export type Count = <Name extends MetricName>(name: Name, by: ValuesOf<Name>, amount?: number) => void;

type Sets = readonly (readonly Dimension[])[];

/** What is counted and not written yet, of one value of each dimension. */
interface Gathered {
  readonly sets: Sets;
  readonly by: Partial<Record<Dimension, string>>;
  readonly amounts: Map<string, number[]>;
}

/** Written at once, unless something gathers (`gathered`): a worker that is frozen between batches loses nothing. */
export const count: Count = (name, by, amount = 1) => {
  const sets: Sets = metrics[name];
  if (!gathering) {
    write({ sets, by, amounts: new Map([[name, [amount]]]) });
    return;
  }
  const key = JSON.stringify([sets, by]);
  const together = gathering.get(key) ?? { sets, by, amounts: new Map<string, number[]>() };
  gathering.set(key, together);
  together.amounts.set(name, [...(together.amounts.get(name) ?? []), amount]);
};

/** A function works on one event at a time, so there is one of these. */
let gathering: Map<string, Gathered> | undefined;

/** What is counted during `work` makes few lines: logs are paid for by their bytes, and a batch counts the same thing many times. */
export async function gathered<Result>(work: () => Promise<Result>): Promise<Result> {
  if (gathering) return work();
  const all = new Map<string, Gathered>();
  gathering = all;
  try {
    return await work();
  } finally {
    gathering = undefined;
    for (const each of all.values()) write(each);
  }
}

/** CloudWatch takes a hundred of one figure in a line; at the hundredth the line would be written before its others are in. */
const valuesPerLine = 99;

function write({ sets, by, amounts }: Gathered): void {
  const longest = Math.max(...[...amounts.values()].map(({ length }) => length));
  for (let start = 0; start < longest; start += valuesPerLine) {
    const line = new Metrics({ namespace: metricsNamespace, serviceName: metricsService });
    for (const dimensions of sets)
      line.addDimensions(Object.fromEntries(dimensions.map((each) => [each, by[each] ?? 'unknown'])));
    for (const [name, values] of amounts)
      for (const value of values.slice(start, start + valuesPerLine)) line.addMetric(name, MetricUnit.Count, value);
    line.publishStoredMetrics();
  }
}
