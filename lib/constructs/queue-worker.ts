import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './service-function.ts';

export interface QueueWorkerProps {
  readonly worker: ServiceFunction;
  /** A queue of another stack, with its dead letters. @default one of its own */
  readonly existing?: { readonly queue: Queue; readonly deadLetters: DeadLetterQueue };
  /** @default 10 */
  readonly batchSize?: number;
  /** How long the first message waits for others. More than ten at a time need it. @default it does not */
  readonly gathersFor?: Duration;
  /** @default 5, so that a full queue leaves the account's functions to those who wait for a page */
  readonly maxConcurrency?: number;
  /** How long a message may wait before somebody is told. @default 5 minutes */
  readonly waitsAtMost?: Duration;
}

/** A queue, the function that works it, and the dead-letter queue for what five tries did not do. */
export class QueueWorker extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly worker: ServiceFunction;
  readonly waitsAtMost: Duration;

  constructor(scope: Construct, id: string, props: QueueWorkerProps) {
    super(scope, id);
    const { worker, existing, batchSize = 10, gathersFor, maxConcurrency = 5 } = props;
    const { waitsAtMost = Duration.minutes(5) } = props;
    this.worker = worker;
    this.waitsAtMost = waitsAtMost;
    const { queue, deadLetters } = existing ?? this.ownQueue(worker);
    this.queue = queue;
    this.deadLetters = deadLetters;
    worker.function.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize,
        maxBatchingWindow: gathersFor,
        maxConcurrency,
        reportBatchItemFailures: true,
      }),
    );
  }

  private ownQueue(worker: ServiceFunction) {
    const deadLetters = deadLetterQueue(this, 'DeadLetters', worker.impact);
    const queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Six times the function's timeout, as Lambda's own guide asks for.
      visibilityTimeout: Duration.seconds(6 * (worker.function.timeout?.toSeconds() ?? 10)),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
    });
    return { queue, deadLetters };
  }
}

export const deadLetterQueue = (scope: Construct, id: string, impact: string): DeadLetterQueue =>
  new DeadLetterQueue(scope, id, impact);
