import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import type { CancellationReason } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { lazily } from './lazily.ts';

export type Db = DynamoDBDocumentClient;
export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Retries throttles by itself; three tries keep a request under the gateway's limit. */
export const documentClient = lazily((): Db =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 3 }), {
    marshallOptions: { removeUndefinedValues: true },
  }),
);

/** A write whose condition did not hold: a named outcome for the store, never an error of the caller's. */
export const conditionFailed = (error: unknown): error is ConditionalCheckFailedException =>
  error instanceof ConditionalCheckFailedException;

/** @returns false when the condition of the write did not hold */
export async function written(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (conditionFailed(error)) return false;
    throw error;
  }
}

/** Why each part of a transaction was refused, in order; undefined when it was not about conditions. */
function conditionsFailed(error: unknown): readonly CancellationReason[] | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  const reasons = error.CancellationReasons ?? [];
  return reasons.some((reason) => reason.Code === 'ConditionalCheckFailed') ? reasons : undefined;
}

/** Two transactions met on one item: worth another try. */
const transactionConflict = (error: unknown): boolean =>
  error instanceof TransactionCanceledException &&
  (error.CancellationReasons ?? []).some((reason) => reason.Code === 'TransactionConflict');

/**
 * One transaction, tried again when it met another.
 * @returns the reason of each part when a condition did not hold; undefined once it is written
 */
export async function transact(
  db: Db,
  items: readonly TransactItem[],
): Promise<readonly CancellationReason[] | undefined> {
  for (let tries = 1; ; tries++) {
    try {
      await db.send(new TransactWriteCommand({ TransactItems: [...items] }));
      return undefined;
    } catch (error) {
      const reasons = conditionsFailed(error);
      if (reasons) return reasons;
      if (!transactionConflict(error) || tries === 4) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 40 * 2 ** tries));
    }
  }
}

/** Places of the parts whose condition did not hold. */
export const failedPlaces = (reasons: readonly CancellationReason[]): number[] =>
  reasons.flatMap(({ Code }, place) => (Code === 'ConditionalCheckFailed' ? [place] : []));
