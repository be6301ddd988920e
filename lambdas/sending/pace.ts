import { GetAccountCommand } from '@aws-sdk/client-sesv2';
import type { SESv2Client } from '@aws-sdk/client-sesv2';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { later, minute } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { written } from '#lambdas/platform/db.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { deliveryTable, paceKey } from '#lambdas/platform/keys/delivery.ts';
import { paceState, refreshed, slowed, taken } from './rules/pace.ts';
import type { Account, PaceState, Slots } from './rules/pace.ts';

/** How fast campaigns go out: one budget, in one item, for all workers of all campaigns. */
export interface Pace {
  take(wanted: number): Promise<Slots>;
  /** SES throttled somebody. */
  slowDown(): Promise<void>;
}

export interface PaceParts {
  readonly clock: Clock;
  readonly account: () => Promise<Account>;
  readonly pause: (ms: number) => Promise<void>;
}

/** GetAccount may be called once a second by the whole account: it is asked by one worker a minute. */
const checkedEvery = minute;
const mostTries = 12;

export const sharedPace = (
  db: Db,
  { clock, account, pause }: PaceParts,
  TableName = tableName(deliveryTable),
): Pace => {
  const read = async (): Promise<PaceState | undefined> => {
    const { Item } = await db.send(new GetCommand({ TableName, Key: paceKey, ConsistentRead: true }));
    return Item === undefined ? undefined : paceState.parse(Item);
  };
  const replace = (from: PaceState | undefined, to: PaceState): Promise<boolean> =>
    written(
      db.send(
        new PutCommand({
          TableName,
          Item: { ...paceKey, ...to },
          ...(from === undefined
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : { ConditionExpression: 'turn = :turn', ExpressionAttributeValues: { ':turn': from.turn } }),
        }),
      ),
    );

  /** @returns false when another worker was faster with something */
  async function refresh(from: PaceState | undefined): Promise<boolean> {
    const now = clock.now();
    if (from === undefined) return replace(undefined, refreshed(undefined, await account(), now));
    // Whoever writes this down first is the one who asks.
    const asking = { ...from, turn: from.turn + 1, checkedAt: now };
    if (!(await replace(from, asking))) return false;
    return replace(asking, refreshed(asking, await account(), now));
  }

  return {
    async take(wanted) {
      for (let tries = 0; tries < mostTries; tries++) {
        if (tries > 0) await pause(Math.random() * 10 * 2 ** Math.min(tries, 5));
        const state = await read();
        if (state === undefined || later(state.checkedAt, checkedEvery) <= clock.now()) {
          await refresh(state);
          continue;
        }
        const { slots, after } = taken(state, Date.parse(clock.now()), wanted);
        if (after === undefined || (await replace(state, after))) return slots;
      }
      return { given: false, because: 'rate', waitMs: 1_000 };
    },

    async slowDown() {
      for (let tries = 0; tries < mostTries; tries++) {
        const state = await read();
        const after = state && slowed(state, clock.now());
        if (state === undefined || after === undefined || (await replace(state, after))) return;
      }
    },
  };
};

/** What SES says about this account. */
export const sesAccount = (ses: Pick<SESv2Client, 'send'>) => async (): Promise<Account> => {
  const { SendingEnabled, ProductionAccessEnabled, EnforcementStatus, SendQuota } = await ses.send(
    new GetAccountCommand({}),
  );
  return {
    sendingEnabled: SendingEnabled ?? false,
    inSandbox: !ProductionAccessEnabled,
    suspended: EnforcementStatus === 'SHUTDOWN',
    maxPerSecond: SendQuota?.MaxSendRate ?? 1,
    maxPerDay: SendQuota?.Max24HourSend ?? 200,
    sentLastDay: SendQuota?.SentLast24Hours ?? 0,
  };
};
