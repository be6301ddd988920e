import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growthCounts } from '#contract/growth.ts';
import { deliveryTable } from '#lambdas/platform/keys/delivery.ts';
import { foldGrowth } from '#lambdas/reporting/fold-growth.ts';
import type { GrowthApp } from '#lambdas/reporting/fold-growth.ts';
import { growthStore } from '#lambdas/reporting/growth-store.ts';
import { growthOf, growthTogether } from '#lambdas/reporting/rules/growth.ts';
import type { Lived } from '#lambdas/reporting/rules/growth.ts';
import { MemoryTables } from '#test/support/memory-table.ts';

process.env[deliveryTable.environment] = deliveryTable.name;

const lists = ['lettersletters01', 'lettersletters02'];
const now = '2026-11-25T09:00:00.000Z';
const dayOf = (days: number): string => new Date(Date.UTC(2026, 10, 20 + days, 9)).toISOString();

/** What one contact's chain may be: states in any order, for the counting takes them as they come. */
const chain: fc.Arbitrary<Lived[]> = fc
  .array(
    fc.record({
      day: fc.nat({ max: 3 }),
      state: fc.constantFrom('requested' as const, 'given' as const, 'withdrawn' as const, 'expired' as const),
      channel: fc.constantFrom('form' as const, 'import' as const, 'preference_centre' as const, 'one_click' as const),
      listId: fc.option(fc.constantFrom(...lists), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((events) =>
    events.map(({ day, state, channel, listId }, index) => ({
      seq: index + 1,
      at: dayOf(day),
      state,
      channel,
      ...(listId === undefined ? {} : { listId }),
      purposes: [{ purpose: 'marketing_email' as const, state }],
    })),
  );

const contacts = fc.array(chain, { minLength: 1, maxLength: 12 });

function setup(chains: readonly (readonly Lived[])[]) {
  const tables = new MemoryTables();
  const growth = growthStore(tables.client);
  /** How much of each chain is written so far. */
  const written = chains.map(() => 0);
  const app: GrowthApp = {
    growth,
    chain: (contactId) => Promise.resolve(chains[Number(contactId)]!.slice(0, written[Number(contactId)])),
    clock: { now: () => now },
    log: { info: () => {}, error: () => {} },
  };
  const counted = async () =>
    Object.fromEntries(
      await Promise.all(
        lists.map(async (listId) => {
          const days = await growth.days(listId, '2026-11-01', '2026-11-30');
          return [listId, Object.fromEntries(days.map(({ day, counts }) => [day, counts]))] as const;
        }),
      ),
    );
  return { app, tables, written, counted };
}

/** By the plainest way: every event of everybody, added up. */
const plainly = (chains: readonly (readonly Lived[])[]) => {
  const all = chains.flatMap(growthOf).flatMap(({ day, counts }) => counts.map((each) => ({ day, ...each })));
  const days = (listId: string) => {
    const ofList = all.filter((each) => each.listId === listId);
    return Object.fromEntries(
      [...new Set(ofList.map(({ day }) => day))].map((day) => [
        day,
        growthTogether(ofList.filter((each) => each.day === day).map(({ name }) => growthCounts.parse({ [name]: 1 }))),
      ]),
    );
  };
  return Object.fromEntries(lists.map((listId) => [listId, days(listId)]));
};

describe('the growth of lists', () => {
  it('is that of a plain count, in any order, doubled, lost in between, and with two who count at once', async () => {
    const told = contacts.chain((chains) => {
      const events = chains.flatMap((events, contact) => events.map(({ seq }) => ({ contact: String(contact), seq })));
      return fc.record({
        chains: fc.constant(chains),
        // Doubled, shuffled; some are lost, for a later one of the contact brings them in.
        told: fc.array(fc.array(fc.constantFrom(...events), { maxLength: 8 }), { maxLength: 8 }),
      });
    });
    await fc.assert(
      fc.asyncProperty(told, async ({ chains, told: batches }) => {
        const { app, written, counted } = setup(chains);
        for (const batch of batches) {
          for (const { contact, seq } of batch) written[Number(contact)] = Math.max(written[Number(contact)]!, seq);
          const ids = batch.map(({ contact }) => contact);
          await Promise.all([foldGrowth(ids, app), foldGrowth(ids.toReversed(), app)]);
        }
        chains.forEach((events, contact) => (written[contact] = events.length));
        await foldGrowth(
          chains.map((_, contact) => String(contact)),
          app,
        );
        expect(await counted()).toEqual(plainly(chains));
      }),
      { numRuns: 200 },
    );
  });

  it('of more people than a transaction holds is counted in several', async () => {
    const event: Lived = {
      seq: 1,
      at: now,
      state: 'given',
      channel: 'import',
      listId: lists[0]!,
      purposes: [{ purpose: 'marketing_email', state: 'given' }],
    };
    const { app, written, counted } = setup(Array.from({ length: 250 }, () => [event]));
    written.fill(1);
    await foldGrowth(
      written.map((_, contact) => String(contact)),
      app,
    );
    expect((await counted())[lists[0]!]?.['2026-11-25']).toMatchObject({ addedImport: 250 });
  });

  it('leaves out what is older than days are kept: nobody knows whether it was counted', async () => {
    const event: Lived = {
      seq: 1,
      at: '2024-10-01T09:00:00.000Z',
      state: 'given',
      channel: 'import',
      listId: lists[0]!,
      purposes: [{ purpose: 'marketing_email', state: 'given' }],
    };
    const { app, tables, written } = setup([[event]]);
    written.fill(1);
    await foldGrowth(['0'], app);
    expect(tables.all(deliveryTable.name).map(({ pk }) => pk)).toEqual(['GROWN#0']);
  });
});
