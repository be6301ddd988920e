import type { DynamoDBBatchResponse, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { batch } from '#lambdas/platform/batch.ts';
import { foldApp, handlerWith } from './fold-figures.ts';
import { refoldApp, refoldFigures, toRefold } from './refold-figures.ts';

type News = DynamoDBStreamEvent | SQSEvent;

const news = handlerWith(foldApp);
const again = batch(toRefold, refoldFigures, refoldApp);

/** The stream of messages, and what it gave up once: one function, for both come to the same counting. */
export const handler = (event: News): Promise<DynamoDBBatchResponse | SQSBatchResponse> =>
  isOfQueue(event) ? again(event) : news(event);

const isOfQueue = (event: News): event is SQSEvent => event.Records.some((record) => 'body' in record);
