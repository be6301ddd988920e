import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { messageStatus } from '#contract/reporting.ts';
import { messageLog, rankOf } from '#lambdas/platform/message-log.ts';
import type { MessageLog } from '#lambdas/platform/message-log.ts';
import { messagesInMemory } from '#test/support/message-log.ts';
import { id } from '#test/support/people.ts';
import { running } from '#test/support/running.ts';
import { tableNamed } from '#test/support/stored.ts';

const at = '2026-11-24T09:00:00.000Z';
const claimOf = (messageId: string) => ({ messageId, purpose: 'confirm', clientId: id(), contactId: id() });

let table: MessageLog;

beforeAll(async () => {
  process.env.DELIVERY_TABLE = await tableNamed('Delivery');
  table = messageLog(DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: running().endpoint })));
});

describe.each([
  ['in the table', () => table],
  ['in memory', () => messagesInMemory()],
])('messages %s', (_, make) => {
  it('are claimed by one of many', async () => {
    const log = make();
    const claim = claimOf(id());
    const claims = await Promise.all(Array.from({ length: 8 }, () => log.claim(claim, at)));
    expect(claims.filter(({ claimed }) => claimed)).toHaveLength(1);
    expect(claims.filter(({ claimed }) => !claimed)[0]).toMatchObject({ before: { status: 'claimed', claimedAt: at } });
  });

  it('may be claimed again once given back, and only then', async () => {
    const log = make();
    const claim = claimOf(id());
    await log.claim(claim, at);
    await log.giveBack(claim.messageId, at);
    expect(await log.claim(claim, at)).toEqual({ claimed: true });
    await log.raise(claim.messageId, { status: 'sent', at, sesMessageId: 'ses-1' });
    await log.giveBack(claim.messageId, at);
    expect(await log.claim(claim, at)).toMatchObject({ claimed: false, before: { status: 'sent' } });
  });

  it('rise to the highest of what is said about them, in whatever order', async () => {
    const log = make();
    const statuses = fc.array(fc.constantFrom(...messageStatus.options.slice(3)), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(statuses, async (told) => {
        const claim = claimOf(id());
        await log.claim(claim, at);
        for (const status of told) await log.raise(claim.messageId, { status, at });
        const highest = told.toSorted((one, other) => rankOf(other) - rankOf(one))[0];
        expect(await log.find(claim.messageId)).toMatchObject({ ...claim, status: highest });
      }),
      { numRuns: 12 },
    );
  });

  it('are known, or said not to be', async () => {
    const log = make();
    expect(await log.raise(id(), { status: 'sent', at })).toBe('no_such_message');
    expect(await log.find(id())).toBeUndefined();
  });
});
