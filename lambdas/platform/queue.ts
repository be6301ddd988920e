import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { lazily } from './lazily.ts';

export interface Queue {
  /** @param delaySeconds 0 to 900 */
  send(message: unknown, delaySeconds?: number): Promise<void>;
  sendAll(messages: readonly unknown[]): Promise<void>;
}

/** By the endpoint of the region, as every other client: the host of a queue's URL is not compared with it, and nothing warns. */
const client = lazily(() => new SQSClient({ useQueueUrlAsEndpoint: false }));

export const queueAt = (url: string): Queue => ({
  async send(message, delaySeconds) {
    await client().send(
      new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(message), DelaySeconds: delaySeconds }),
    );
  },
  async sendAll(messages) {
    for (let start = 0; start < messages.length; start += 10) {
      const entries = messages
        .slice(start, start + 10)
        .map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) }));
      const { Failed } = await client().send(new SendMessageBatchCommand({ QueueUrl: url, Entries: entries }));
      // Thrown as a whole: consumers are idempotent, so sending the accepted ones again does no harm.
      if (Failed && Failed.length > 0)
        throw new Error(`${Failed.length} of ${entries.length} messages were not taken by the queue`);
    }
  },
});
