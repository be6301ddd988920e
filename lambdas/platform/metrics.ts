import { Metrics } from '@aws-lambda-powertools/metrics';
import { lazily } from './lazily.ts';

/** What alarms watch; lib/ names the same ones. */
export const metricsNamespace = 'Assent';

const powertools = lazily(() => new Metrics({ namespace: metricsNamespace, serviceName: 'assent' }));

/** One line of the log in embedded metric format, at once: a worker that is frozen between batches loses nothing. */
export function count(metric: string): void {
  powertools().addMetric(metric, 'Count', 1);
  powertools().publishStoredMetrics();
}
