import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type * as z from 'zod';
import { jsonLog } from './logger.ts';
import type { Log } from './logger.ts';
import { gathered } from './metrics.ts';

/**
 * One message of a queue. Throwing leaves it to be tried again, and then to the dead-letter queue.
 * @returns what is left to be done for it together with others, if anything
 */
export type Consume<S extends z.ZodType, App, Left = void> = (
  message: z.output<S>,
  app: App,
) => Promise<Left | undefined>;

/** Once for all that messages of a batch left to do. Throwing makes each of these messages fail. */
export type Together<App, Left> = (left: readonly Left[], app: App) => Promise<void>;

/**
 * A worker of a queue. Messages are judged by the schema; each that fails is given back alone, so that one bad message
 * never holds up or repeats the others. A body is never logged.
 */
export const batch =
  <S extends z.ZodType, App, Left = void>(
    schema: S,
    consume: Consume<S, App, Left>,
    app: () => App,
    together?: Together<App, Left>,
    log: Log = jsonLog,
  ) =>
  async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const outcomes = await gathered(async () => {
      const each = await Promise.allSettled(event.Records.map(async (record) => consume(parse(schema, record), app())));
      return together ? finished(each, (left) => together(left, app())) : each;
    });
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

async function finished<Left>(
  each: readonly PromiseSettledResult<Left | undefined>[],
  together: (left: readonly Left[]) => Promise<void>,
): Promise<readonly PromiseSettledResult<unknown>[]> {
  const left = each.flatMap((one) => (one.status === 'fulfilled' && one.value !== undefined ? [one.value] : []));
  if (left.length === 0) return each;
  try {
    await together(left);
    return each;
  } catch (reason) {
    return each.map((one) =>
      one.status === 'fulfilled' && one.value !== undefined ? { status: 'rejected' as const, reason } : one,
    );
  }
}

const parse = <S extends z.ZodType>(schema: S, record: SQSRecord): z.output<S> => schema.parse(bodyOf(record));

/** What is not JSON is a text: AWS services send one now and then, and the schema says whether it is one that we know. */
function bodyOf({ body }: SQSRecord): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
