import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod';
import { jsonLog } from './logger.ts';
import type { Log } from './logger.ts';
import { gathered } from './metrics.ts';

/** One message of a queue. Throwing leaves it to be tried again, and then to the dead-letter queue. */
export type Consume<S extends z.ZodType, App> = (message: z.output<S>, app: App) => Promise<void>;

/**
 * A worker of a queue. Messages are judged by the schema; each that fails is given back alone, so that one bad message
 * never holds up or repeats the others. A body is never logged.
 */
export const batch =
  <S extends z.ZodType, App>(schema: S, consume: Consume<S, App>, app: () => App, log: Log = jsonLog) =>
  async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const outcomes = await gathered(() =>
      Promise.allSettled(event.Records.map(async (record) => consume(parse(schema, record), app()))),
    );
    const failed = event.Records.flatMap((record, index) => {
      const outcome = outcomes[index];
      if (outcome?.status !== 'rejected') return [];
      const receives = Number(record.attributes.ApproximateReceiveCount);
      log.error('message failed, will be tried again', { messageId: record.messageId, receives }, outcome.reason);
      return [record.messageId];
    });
    log.info('batch', { messages: event.Records.length, failed: failed.length });
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };

const parse = <S extends z.ZodType>(schema: S, record: SQSRecord): z.output<S> => schema.parse(bodyOf(record));

/** What is not JSON is a text: AWS services send one now and then, and the schema says whether it is one that we know. */
function bodyOf({ body }: SQSRecord): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
