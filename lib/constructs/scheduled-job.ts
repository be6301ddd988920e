import { Duration } from 'aws-cdk-lib';
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

/** A function that runs by the clock; what could not be started is kept, and tells. It may also be invoked by hand. */
export class ScheduledJob extends Construct {
  constructor(scope: Construct, id: string, { job, schedule }: ScheduledJobProps) {
    super(scope, id);
    new Schedule(this, 'Schedule', {
      schedule,
      description: job.impact,
      target: new LambdaInvoke(job.function, {
        deadLetterQueue: deadLetterQueue(this, 'DeadLetters', job.impact),
        maxEventAge: Duration.hours(6),
        retryAttempts: 10,
      }),
    });
  }
}
