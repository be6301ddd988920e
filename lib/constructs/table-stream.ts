import { Duration } from 'aws-cdk-lib';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { DynamoEventSourceProps } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import type { DefinedTable } from './defined-table.ts';
import type { ServiceFunction } from './service-function.ts';

type Read = Required<Pick<DynamoEventSourceProps, 'batchSize' | 'filters'>> &
  Pick<DynamoEventSourceProps, 'maxBatchingWindow'> & { readonly deadLetters: DeadLetterQueue };

/** From the first record on, in order. What fails is tried for most of the day that a stream keeps it, then its place is given up. */
export function readsStream(reader: ServiceFunction, of: DefinedTable, { deadLetters, ...read }: Read): void {
  reader.function.addEventSource(
    new DynamoEventSource(of.table, {
      ...read,
      startingPosition: StartingPosition.TRIM_HORIZON,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 100,
      maxRecordAge: Duration.hours(20),
      onFailure: new SqsDlq(deadLetters),
    }),
  );
}
