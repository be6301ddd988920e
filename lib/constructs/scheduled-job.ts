import { Stack } from 'aws-cdk-lib';
import type { Duration } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Schedule } from 'aws-cdk-lib/aws-scheduler';
import type { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { ServiceFunction } from './service-function.ts';

export interface ScheduledJobProps {
  readonly job: ServiceFunction;
  readonly schedule: ScheduleExpression;
  /** How late a run may still begin: the next one should not have begun by then. */
  readonly latest: Duration;
  /** @default 2 */
  readonly retries?: number;
}

/**
 * A function that runs by the clock, or by hand. A run that could not be started, or failed to the last try, is kept, and tells: with the
 * others of its stack, for each run names its function, and is made again by the clock (docs/decisions/0040).
 */
export class ScheduledJob extends Construct {
  constructor(scope: Construct, id: string, { job, schedule, latest, retries = 2 }: ScheduledJobProps) {
    super(scope, id);
    const deadLetters = jobsDeadLetters(Stack.of(this));
    // The schedule's own queue takes what could not be started; what was started and failed is the function's affair.
    job.function.configureAsyncInvoke({
      retryAttempts: Math.min(retries, 2),
      maxEventAge: latest,
      onFailure: new SqsDestination(deadLetters),
    });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    new Schedule(this, 'Schedule', {
      schedule,
      description: job.function.node.path,
      target: new LambdaInvoke(job.function, {
        role,
        retryAttempts: retries,
        maxEventAge: latest,
        deadLetterQueue: deadLetters,
      }),
    });
  }
}

const impact = 'what is done by the clock was not: mail, webhooks or digests wait, or a day has no checkpoint';

function jobsDeadLetters(stack: Stack): DeadLetterQueue {
  const found = stack.node.tryFindChild('JobsDeadLetters');
  return found instanceof DeadLetterQueue ? found : new DeadLetterQueue(stack, 'JobsDeadLetters', impact);
}
