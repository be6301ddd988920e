import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

export interface QueueWorkerProps {
  readonly worker: ServiceFunction;
  /** @default 10 */
  readonly batchSize?: number;
}

/** A queue, the function that works it, the dead-letter queue for what five tries did not do, and its alarm. */
export class QueueWorker extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { worker, batchSize = 10 }: QueueWorkerProps) {
    super(scope, id);
    this.deadLetters = deadLetterQueue(this, 'DeadLetters', worker.impact);
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Six times the function's timeout, as Lambda's own guide asks for.
      visibilityTimeout: Duration.seconds(6 * (worker.function.timeout?.toSeconds() ?? 10)),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    worker.function.addEventSource(new SqsEventSource(this.queue, { batchSize, reportBatchItemFailures: true }));
  }
}

/** Keeps what failed for two weeks, and tells. */
export function deadLetterQueue(scope: Construct, id: string, impact: string): Queue {
  const queue = new Queue(scope, id, {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  new Alarm(scope, `${id}Alarm`, {
    alarmDescription: `Messages were given up: ${impact}`,
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: 'Maximum' }),
    threshold: 0,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  return queue;
}
