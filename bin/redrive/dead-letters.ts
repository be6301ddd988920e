import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Message } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Deployment } from '../deployed.ts';

export interface DeadLetters {
  readonly name: string;
  readonly url: string;
  readonly waiting: number;
  /** Whose messages they are. Absent: those of a stream, which has no queue. */
  readonly source?: { readonly name: string; readonly url: string };
}

const queues = () => new SQSClient({ useQueueUrlAsEndpoint: false });

const redrivePolicy = z.object({ deadLetterTargetArn: z.string() });

/** Every dead-letter queue of a deployment, with what waits in it. */
export async function deadLettersOf(deployed: Deployment, sqs = queues()): Promise<DeadLetters[]> {
  const found = await Promise.all(
    Object.values(deployed)
      .flatMap(({ resources }) => resources)
      .filter(({ type }) => type === 'AWS::SQS::Queue')
      .map(async ({ name, physicalId }) => ({ name, url: physicalId, ...(await attributesOf(sqs, physicalId)) })),
  );
  return found
    .filter(({ deadLetterArn }) => deadLetterArn === undefined)
    .map(({ name, url, waiting, arn }) => {
      const source = found.find(({ deadLetterArn }) => deadLetterArn === arn);
      return { name, url, waiting, ...(source && { source: { name: source.name, url: source.url } }) };
    });
}

async function attributesOf(sqs: SQSClient, QueueUrl: string) {
  const AttributeNames = ['QueueArn', 'ApproximateNumberOfMessages', 'RedrivePolicy'] as const;
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
  );
  const { QueueArn: arn, ApproximateNumberOfMessages: waiting, RedrivePolicy: policy } = Attributes;
  return {
    arn,
    waiting: Number(waiting ?? 0),
    deadLetterArn: policy === undefined ? undefined : redrivePolicy.parse(JSON.parse(policy)).deadLetterTargetArn,
  };
}

/**
 * Takes messages by tens and gives them to `onward`, which tells those that went; only they are deleted then. Whatever
 * breaks, a message is in one queue or in both, never in none. What arrives meanwhile stays: a message that is given up again
 * at once would go round for ever.
 */
export async function drain(
  url: string,
  onward: (messages: readonly Message[]) => Promise<readonly Message[]>,
  sqs = queues(),
): Promise<{ readonly moved: number; readonly left: number }> {
  const begun = Date.now();
  const isOld = ({ Attributes }: Message) => Number(Attributes?.SentTimestamp ?? 0) <= begun;
  let moved = 0;
  let left = 0;
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['SentTimestamp'],
        // Long polling asks all servers of the queue: an empty answer means an empty queue.
        WaitTimeSeconds: 2,
      }),
    );
    const old = Messages.filter(isOld);
    const newer = Messages.filter((message) => !isOld(message));
    if (newer.length > 0) await showAgain(sqs, url, newer);
    if (old.length === 0) return { moved, left };
    const gone = await onward(old);
    if (gone.length > 0) await deleteAll(sqs, url, gone);
    moved += gone.length;
    left += old.length - gone.length;
  }
}

/** At once: an alarm counts only messages that can be seen. */
async function showAgain(sqs: SQSClient, QueueUrl: string, messages: readonly Message[]): Promise<void> {
  const Entries = messages.map(({ ReceiptHandle }, index) => ({
    Id: String(index),
    ReceiptHandle,
    VisibilityTimeout: 0,
  }));
  await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
}

async function deleteAll(sqs: SQSClient, QueueUrl: string, messages: readonly Message[]): Promise<void> {
  const Entries = messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
}

/** @returns those that the queue took */
export async function sendOn(url: string, messages: readonly Message[], sqs = queues()): Promise<readonly Message[]> {
  const { Failed = [] } = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl: url,
      Entries: messages.map(({ Body, MessageAttributes }, index) => ({
        Id: String(index),
        MessageBody: Body,
        MessageAttributes,
      })),
    }),
  );
  const refused = new Set(Failed.map(({ Id }) => Id));
  return messages.filter((_message, index) => !refused.has(String(index)));
}
