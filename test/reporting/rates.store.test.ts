import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentClient, transact } from '#lambdas/platform/db.ts';
import { deliveryTable } from '#lambdas/platform/keys/delivery.ts';
import { ratesStore, ratesUpdate } from '#lambdas/reporting/rates-store.ts';
import { noSums } from '#lambdas/reporting/rules/rates.ts';
import type { RateSums } from '#lambdas/reporting/rules/rates.ts';
import { id } from '#test/support/people.ts';
import { ownTables } from '#test/support/tables.ts';

let drop: () => Promise<void>;
beforeAll(async () => {
  drop = await ownTables(deliveryTable);
});
afterAll(() => drop());

const add = (scope: string, sums: Partial<RateSums>, at: string) =>
  transact(documentClient(), [ratesUpdate(scope, { ...noSums, ...sums }, at)]);

describe('rates as they are kept', () => {
  it('add up over the time that is asked for, causes too', async () => {
    const scope = id();
    await add(scope, { delivered: 7 }, '2026-11-24T08:59:59.000Z');
    await add(scope, { delivered: 10, complaints: 1, causes: { abuse: 1 } }, '2026-11-24T09:00:01.000Z');
    await add(scope, { delivered: 5, hardBounces: 2, causes: { General: 2 } }, '2026-11-24T09:04:59.999Z');
    await add(scope, { rejects: 1, causes: { abuse: 2 } }, '2026-11-24T09:07:00.000Z');
    expect(await ratesStore(documentClient()).sums(scope, '2026-11-24T09:00:00.000Z')).toEqual({
      delivered: 15,
      complaints: 1,
      hardBounces: 2,
      rejects: 1,
      causes: { abuse: 3, General: 2 },
    });
  });

  it('leave out what began before', async () => {
    const scope = id();
    await add(scope, { complaints: 4 }, '2026-11-24T09:01:00.000Z');
    await add(scope, { complaints: 1 }, '2026-11-24T09:05:00.000Z');
    expect(await ratesStore(documentClient()).sums(scope, '2026-11-24T09:02:00.000Z')).toMatchObject({ complaints: 1 });
  });

  it('count a strike once, and those of a week', async () => {
    const store = ratesStore(documentClient());
    const clientId = id();
    const first = { clientId, campaignId: id(), since: 'begin', at: '2026-11-20T09:00:00.000Z', counts: true };
    expect(await store.strike(first)).toBe(true);
    expect(await store.strike({ ...first, at: '2026-11-21T09:00:00.000Z' })).toBe(false);
    expect(await store.strike({ ...first, since: '2026-11-24T09:00:00.000Z', at: '2026-11-24T10:00:00.000Z' })).toBe(
      true,
    );
    expect(await store.strikesSince(clientId, '2026-11-17T10:00:00.000Z')).toBe(2);
    expect(await store.strikesSince(clientId, '2026-11-21T00:00:00.000Z')).toBe(1);
    expect(await store.strikesSince(id(), '2026-11-21T00:00:00.000Z')).toBe(0);
  });
});
