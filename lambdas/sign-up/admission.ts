import { epochSeconds, hour, later } from '#lambdas/platform/clock.ts';
import { failedPlaces, transact } from '#lambdas/platform/db.ts';
import type { Db, TransactItem } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { challengeKey, ephemeralTable, formRateKey, rateKey } from '#lambdas/platform/keys/ephemeral.ts';
import type { Key } from '#lambdas/platform/keys/table.ts';
import type { Proof } from './proof-of-work.ts';
import type { Limits } from './rules/abuse-score.ts';

export type WhyNot = 'challenge_used' | 'too_many';

/** What a sign-up has to pass, written in the same transaction as the sign-up itself: it costs no round trip. */
export interface Admission {
  readonly items: readonly TransactItem[];
  /** @param refused places in `items` whose condition did not hold */
  readonly whyNot: (refused: readonly number[]) => WhyNot;
}

/** A form's count is spread, so that many sign-ups at once do not wait for one item. */
export const formShards = 8;

export function admissionOf(who: {
  readonly networkHash: string;
  readonly formId: string;
  readonly shard: number;
  readonly limits: Limits;
  readonly proof: Proof | undefined;
  readonly at: string;
}): Admission {
  const { limits, at, proof } = who;
  const hourOf = at.slice(0, 13);
  const counts = [
    countOf(rateKey(who.networkHash, hourOf), limits.perNetworkAndHour, at),
    countOf(formRateKey(who.formId, who.shard, hourOf), limits.perFormAndHour / formShards, at),
  ];
  return {
    items: proof ? [...counts, spent(proof)] : counts,
    whyNot: (refused) => (refused.includes(counts.length) ? 'challenge_used' : 'too_many'),
  };
}

/**
 * Counts one that leads to nothing, because the address asked already: were it not counted, the counts would tell.
 * @returns why it was not let in, as for everybody
 */
export const admitter =
  (db: Db) =>
  async ({ items, whyNot }: Admission): Promise<'admitted' | WhyNot> => {
    const reasons = await transact(db, items);
    return reasons ? whyNot(failedPlaces(reasons)) : 'admitted';
  };

const countOf = (Key: Key, most: number, at: string): TransactItem => ({
  Update: {
    TableName: tableName(ephemeralTable),
    Key,
    UpdateExpression: 'ADD signUps :one SET expiresAt = :expiresAt',
    ConditionExpression: 'attribute_not_exists(signUps) OR signUps < :most',
    ExpressionAttributeValues: { ':one': 1, ':expiresAt': epochSeconds(later(at, 2 * hour)), ':most': most },
  },
});

/** A library's check would take the same solution again and again (SC-20). Kept an hour longer than the challenge lives. */
const spent = ({ challengeId, expiresAt }: Proof): TransactItem => ({
  Put: {
    TableName: tableName(ephemeralTable),
    Item: { ...challengeKey(challengeId), expiresAt: expiresAt + 3600 },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});
