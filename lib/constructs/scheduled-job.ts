import { Duration } from 'aws-cdk-lib';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Schedule } from 'aws-cdk-lib/aws-scheduler';
import type { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { deadLetterQueue } from './queue-worker.ts';
import type { ServiceFunction } from './service-function.ts';

export interface ScheduledJobProps {
  readonly job: ServiceFunction;
  readonly schedule: ScheduleExpression;
}

/** A function that runs by the clock, or by hand. A run that could not be started, or failed three times, is kept, and tells. */
export class ScheduledJob extends Construct {
  constructor(scope: Construct, id: string, { job, schedule }: ScheduledJobProps) {
    super(scope, id);
    const deadLetters = deadLetterQueue(this, 'DeadLetters', job.impact);
    // The schedule's own queue takes what could not be started; what was started and failed is the function's affair.
    job.function.configureAsyncInvoke({ retryAttempts: 2, onFailure: new SqsDestination(deadLetters) });
    new Schedule(this, 'Schedule', {
      schedule,
      description: job.impact,
      target: new LambdaInvoke(job.function, {
        deadLetterQueue: deadLetters,
        maxEventAge: Duration.hours(6),
        retryAttempts: 10,
      }),
    });
  }
}
