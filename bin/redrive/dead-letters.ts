import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Message } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Deployment } from '../deployment.ts';

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
 * Takes messages by tens, gives them to `onward`, and deletes them only then: whatever breaks, a message is in one queue
 * or in both, never in none. @returns how many went
 */
export async function drain(
  url: string,
  onward: (messages: readonly Message[]) => Promise<void>,
  sqs = queues(),
): Promise<number> {
  let moved = 0;
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        // Long polling asks all servers of the queue: an empty answer means an empty queue.
        WaitTimeSeconds: 2,
      }),
    );
    if (Messages.length === 0) return moved;
    await onward(Messages);
    await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: url,
        Entries: Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
    moved += Messages.length;
  }
}

/** @throws when the queue did not take one of them */
export async function sendOn(url: string, messages: readonly Message[], sqs = queues()): Promise<void> {
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
  if (Failed.length > 0)
    throw new Error(
      `${Failed.length} of ${messages.length} messages were not taken back; nothing is lost, run it again`,
    );
}
