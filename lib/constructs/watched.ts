import type { Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { QueueWorker } from './queue-worker.ts';
import { ServiceFunction } from './service-function.ts';

export interface Watched {
  readonly functions: readonly ServiceFunction[];
  /** Those of the functions that read a table's stream. */
  readonly streamReaders: readonly ServiceFunction[];
  readonly workers: readonly QueueWorker[];
  readonly deadLetters: readonly DeadLetterQueue[];
  readonly topics: readonly Topic[];
  readonly rules: readonly Rule[];
}

/**
 * Everything in these stacks that can fail while nobody looks. A new function or queue is found without being listed.
 * @throws when a queue has neither worker nor dead-letter queue of ours, and so would be watched by nobody
 */
export function watchedIn(stacks: readonly Stack[]): Watched {
  const all = stacks.flatMap((stack) => stack.node.findAll());
  const functions = all.filter((each) => each instanceof ServiceFunction);
  const workers = all.filter((each) => each instanceof QueueWorker);
  const deadLetters = all.filter((each) => each instanceof DeadLetterQueue);
  const worked = new Set<unknown>([...deadLetters, ...workers.map(({ queue }) => queue)]);
  for (const queue of all)
    if (queue instanceof Queue && !worked.has(queue))
      throw new Error(`the queue ${queue.node.path} is watched by nobody: make it with QueueWorker or deadLetterQueue`);
  const readsStream = (each: ServiceFunction) =>
    each.node.findAll().some((child) => child instanceof CfnEventSourceMapping && child.startingPosition !== undefined);
  return {
    functions,
    streamReaders: functions.filter(readsStream),
    workers,
    deadLetters,
    topics: all.filter((each) => each instanceof Topic),
    rules: all.filter((each) => each instanceof Rule),
  };
}
