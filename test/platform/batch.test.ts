import { expect, it } from 'vitest';
import * as z from 'zod';
import { batch } from '#lambdas/platform/batch.ts';
import { sqsEvent } from '#test/support/sqs-event.ts';

const silent = { info: () => {}, error: () => {} };

function setUp({ refused = false } = {}) {
  const done: string[][] = [];
  const handler = batch(
    z.string(),
    (text) => {
      if (text === 'bad') return Promise.reject(new Error('bad'));
      return Promise.resolve(text === 'nothing' ? undefined : text);
    },
    () => undefined,
    (left: readonly string[]) => {
      done.push([...left]);
      return refused ? Promise.reject(new Error('refused')) : Promise.resolve();
    },
    silent,
  );
  const failedOf = async (messages: readonly string[]) => {
    const { batchItemFailures } = await handler(sqsEvent(messages));
    return batchItemFailures.map(({ itemIdentifier }) => messages[Number(itemIdentifier.replace('message-', ''))]);
  };
  return { done, failedOf };
}

it('what messages leave to do is done once for all of them that did not fail', async () => {
  const { done, failedOf } = setUp();
  expect(await failedOf(['one', 'bad', 'nothing', 'two'])).toEqual(['bad']);
  expect(done).toEqual([['one', 'two']]);
});

it('is not done when none left anything', async () => {
  const { done, failedOf } = setUp();
  expect(await failedOf(['nothing', 'bad'])).toEqual(['bad']);
  expect(done).toEqual([]);
});

it('when it cannot be done, each of those messages is tried again, and no other', async () => {
  const { failedOf } = setUp({ refused: true });
  expect(await failedOf(['one', 'nothing', 'bad', 'two'])).toEqual(['one', 'bad', 'two']);
});
