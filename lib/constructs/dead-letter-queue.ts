import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** Keeps what failed for two weeks. Insight finds it and watches it; `assent redrive` is the way back. */
export class DeadLetterQueue extends Queue {
  /** What a person loses while messages are in here. */
  readonly impact: string;

  constructor(scope: Construct, id: string, impact: string) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    this.impact = impact;
  }
}
