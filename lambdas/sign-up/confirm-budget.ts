import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { day, later } from '#lambdas/platform/clock.ts';
import { conditionFailed } from '#lambdas/platform/db.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { consentTable, mailboxKey } from '#lambdas/platform/keys/consent.ts';

export interface ConfirmBudget {
  /**
   * Takes one confirm mail from what an address may get: one a day, three in thirty days, over all clients (SC-21).
   * @param request whose mail it is: the same request may take its own again, when SES was out of reach the first time
   */
  take(mailboxHash: string, request: string, now: string): Promise<'taken' | 'used_up'>;
}

/** One write both asks and takes, so that two workers cannot both send. */
export const confirmBudget = (db: Db): ConfirmBudget => ({
  async take(mailboxHash, request, now) {
    try {
      await db.send(
        new UpdateCommand({
          TableName: tableName(consentTable),
          Key: mailboxKey(mailboxHash),
          // confirm1 is the newest of three; each moves on by one.
          UpdateExpression:
            'SET v = :one, confirm3 = if_not_exists(confirm2, :never), confirm2 = if_not_exists(confirm1, :never), confirm1 = :now, confirmFor = :request',
          ConditionExpression:
            '(attribute_not_exists(confirm1) OR confirm1 <= :yesterday) AND (attribute_not_exists(confirm3) OR confirm3 <= :month)',
          ExpressionAttributeValues: {
            ':one': 1,
            ':never': '1970-01-01T00:00:00.000Z',
            ':now': now,
            ':request': request,
            ':yesterday': later(now, -day),
            ':month': later(now, -30 * day),
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return 'taken';
    } catch (error) {
      if (!conditionFailed(error)) throw error;
      return error.Item?.confirmFor?.S === request ? 'taken' : 'used_up';
    }
  },
});
