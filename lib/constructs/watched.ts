import { App, Duration, Stack, Stage } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { OutcomeStream } from './outcome-stream.ts';
import { QueueWorker } from './queue-worker.ts';
import { ServiceFunction } from './service-function.ts';

/** A queue, and what a person loses while messages wait in it. */
export interface WatchedQueue {
  /** Of its worker, if that is known here. */
  readonly name: string;
  readonly queue: Queue;
  readonly impact: string;
  readonly waitsAtMost: Duration;
}

export interface Watched {
  readonly functions: readonly ServiceFunction[];
  /** Those of the functions that read a table's stream. */
  readonly streamReaders: readonly ServiceFunction[];
  readonly queues: readonly WatchedQueue[];
  readonly deadLetters: readonly DeadLetterQueue[];
  readonly topics: readonly Topic[];
  readonly rules: readonly Rule[];
  readonly archives: readonly OutcomeStream[];
}

/**
 * Everything in these stacks that can fail while nobody looks. A new function or queue is found without being listed.
 * @throws when what a queue gives up would be seen by nobody
 */
export function watchedIn(stacks: readonly Stack[]): Watched {
  const all = stacks.flatMap((stack) => stack.node.findAll());
  const functions = all.filter((each) => each instanceof ServiceFunction);
  return {
    functions,
    streamReaders: functions.filter(readsStream),
    queues: all
      .filter((each) => each instanceof Queue)
      .filter((each) => !(each instanceof DeadLetterQueue))
      .map(watchedQueue),
    deadLetters: all.filter((each) => each instanceof DeadLetterQueue),
    topics: all.filter((each) => each instanceof Topic),
    rules: all.filter((each) => each instanceof Rule),
    archives: all.filter((each) => each instanceof OutcomeStream),
  };
}

const readsStream = (each: ServiceFunction): boolean =>
  each.node.findAll().some((child) => child instanceof CfnEventSourceMapping && child.startingPosition !== undefined);

function watchedQueue(queue: Queue): WatchedQueue {
  const around = queue.node.scope;
  if (around instanceof QueueWorker)
    return { queue, name: around.worker.node.id, impact: around.worker.impact, waitsAtMost: around.waitsAtMost };
  const deadLetters = queue.deadLetterQueue?.queue;
  if (!(deadLetters instanceof DeadLetterQueue))
    throw new Error(
      `the queue ${queue.node.path} loses what fails: give it a deadLetterQueue, or make it a QueueWorker`,
    );
  return { queue, name: nameOf(queue), impact: deadLetters.impact, waitsAtMost: Duration.minutes(5) };
}

/** `Assent-Service/SignUp/Mails/DeadLetters` → `SignUp-Mails-DeadLetters`, whatever the stack is called. */
export const nameOf = (construct: IConstruct): string =>
  construct.node.scopes
    .filter((scope) => !(scope instanceof App || scope instanceof Stage || scope instanceof Stack))
    .map(({ node }) => node.id)
    .join('-');
