import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '#lambdas/platform/clock.ts';
import { written } from '#lambdas/platform/db.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { deliveryTable, rampKey } from '#lambdas/platform/keys/delivery.ts';
import { leftToday, rampState, today } from './rules/ramp.ts';
import type { RampState, RampUp } from './rules/ramp.ts';

/** What a new sender domain may send today, in one item for all workers. */
export interface Ramp {
  /** Asked before the pace is: who has to wait for tomorrow takes no turn from others. Infinity where nothing holds it up. */
  left(domain: string): Promise<number>;
  /** @returns how many of them it may be: fewer when others took some meanwhile */
  take(domain: string, wanted: number): Promise<number>;
}

export interface RampParts {
  readonly clock: Clock;
  readonly ramp: RampUp | undefined;
  readonly pause: (ms: number) => Promise<void>;
}

const mostTries = 12;

export const domainRamp = (db: Db, { clock, ramp, pause }: RampParts, TableName = tableName(deliveryTable)): Ramp => {
  const read = async (domain: string): Promise<RampState | undefined> => {
    const { Item } = await db.send(new GetCommand({ TableName, Key: rampKey(domain), ConsistentRead: true }));
    return Item === undefined ? undefined : rampState.parse(Item);
  };
  const replace = (domain: string, from: RampState | undefined, to: RampState): Promise<boolean> =>
    written(
      db.send(
        new PutCommand({
          TableName,
          Item: { ...rampKey(domain), ...to },
          ...(from === undefined
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : { ConditionExpression: 'turn = :turn', ExpressionAttributeValues: { ':turn': from.turn } }),
        }),
      ),
    );
  const held = (domain: string): RampUp | undefined => (ramp?.except.includes(domain) ? undefined : ramp);

  return {
    async left(domain) {
      const of = held(domain);
      return of ? leftToday(of, today(of, await read(domain), clock.now())) : Infinity;
    },

    async take(domain, wanted) {
      const of = held(domain);
      if (!of) return wanted;
      for (let tries = 0; tries < mostTries; tries++) {
        if (tries > 0) await pause(Math.random() * 10 * 2 ** Math.min(tries, 5));
        const before = await read(domain);
        const state = today(of, before, clock.now());
        const count = Math.min(wanted, leftToday(of, state));
        if (count < 1) return 0;
        if (await replace(domain, before, { ...state, turn: state.turn + 1, taken: state.taken + count })) return count;
      }
      return 0;
    },
  };
};
