import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailProviders } from '#contract/figures.ts';
import type { Figures } from '#contract/figures.ts';
import { messageStatus } from '#contract/reporting.ts';
import { deliveryTable } from '#lambdas/platform/keys/delivery.ts';
import { figuresStore } from '#lambdas/reporting/figures-store.ts';
import { foldFigures } from '#lambdas/reporting/fold-figures.ts';
import type { FoldApp } from '#lambdas/reporting/fold-figures.ts';
import { written } from '#lambdas/reporting/rules/activity.ts';
import type { Activity } from '#lambdas/reporting/rules/activity.ts';
import { contributionOf } from '#lambdas/reporting/rules/contribution.ts';
import { factsOf, packed, unpacked } from '#lambdas/reporting/rules/facts.ts';
import { figuresOf } from '#lambdas/reporting/rules/figures-of.ts';
import type { Look } from '#lambdas/reporting/rules/folding.ts';
import type { Touched } from '#lambdas/reporting/watch-rates.ts';
import { MemoryTables } from '#test/support/memory-table.ts';
import { bytesOf } from '#test/support/metered.ts';

process.env[deliveryTable.environment] = deliveryTable.name;

const clientId = 'harbourbooks0001';
const campaigns = ['campaigncampaig1', 'campaigncampaig2'];
const began = Date.UTC(2026, 10, 24, 9);
const at = (ms: number): string => new Date(began + ms).toISOString();

const activity: fc.Arbitrary<Activity> = fc.record({
  at: fc.nat({ max: 8 * 3_600_000 }).map(at),
  kind: fc.constantFrom('open' as const, 'click' as const),
  link: fc.option(fc.nat({ max: 5 }).map(String), { nil: undefined }),
  hints: fc.subarray(['bot', 'apple', 'google'] as const, { maxLength: 1 }),
});
const counted = messageStatus.options.filter((each) => !['waiting', 'claimed', 'unknown', 'refused'].includes(each));

/** What a message's record is, one after the other: each step is one more thing known. */
const history = fc
  .record({
    statuses: fc.subarray(counted, { minLength: 1, maxLength: 4 }),
    deliveredAt: fc.option(fc.nat({ max: 60_000 }).map(at), { nil: undefined }),
    provider: fc.option(fc.constantFrom(...mailProviders), { nil: undefined }),
    activity: fc.array(activity, { maxLength: 5 }),
    variant: fc.constantFrom('a' as const, 'b' as const),
    because: fc.option(fc.constantFrom('General', 'abuse'), { nil: undefined }),
    order: fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
  })
  .map(({ statuses, deliveredAt, provider, activity: all, variant, because, order }) => {
    type State = Pick<Look, 'status' | 'deliveredAt' | 'provider' | 'activity'>;
    const steps: ((state: State) => State)[] = [
      ...statuses.slice(1).map((status) => (state: State) => ({ ...state, status })),
      ...(deliveredAt === undefined ? [] : [(state: State) => ({ ...state, deliveredAt })]),
      ...(provider === undefined ? [] : [(state: State) => ({ ...state, provider })]),
      ...all.map((each) => (state: State) => ({
        ...state,
        activity: new Set([...(state.activity ?? []), written(each)]),
      })),
    ];
    // Statuses keep their order, for they only rise; all else comes as it comes.
    const rising = steps.slice(0, statuses.length - 1);
    const free = steps.slice(statuses.length - 1);
    const states: State[] = [{ status: statuses[0]! }];
    while (rising.length + free.length > 0) {
      const from = rising.length === 0 || (free.length > 0 && order[states.length % order.length]) ? free : rising;
      states.push(from.shift()!(states.at(-1)!));
    }
    return { states, variant, because };
  });

const world = fc
  .array(fc.record({ history, campaign: fc.nat({ max: 1 }), part: fc.nat({ max: 2 }) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((messages) =>
    messages.map(({ history: { states, variant, because }, campaign, part }, place) =>
      states.map((state): Look => ({
        ...state,
        clientId,
        campaignId: campaigns[campaign]!,
        part: `0-${part}`,
        place,
        variant,
        claimedAt: at(0),
        ...(because === undefined ? {} : { because }),
      })),
    ),
  );

/** The figures by the plainest way: each message as it is at the end, added up. */
function recount(messages: readonly (readonly Look[])[], campaignId: string): Figures {
  const items = new Map<string, Record<string, unknown>>();
  for (const message of messages) {
    const last = message.at(-1)!;
    if (last.campaignId !== campaignId) continue;
    for (const counter of contributionOf(factsOf(last), last.variant).keys()) {
      const [sk = '', name = ''] = counter.split(' ');
      const item = items.get(sk) ?? { sk: `FIGURES#${sk}` };
      items.set(sk, { ...item, [name]: Number(item[name] ?? 0) + 1 });
    }
  }
  return figuresOf([...items.values()]);
}

function setup() {
  const tables = new MemoryTables();
  const figures = figuresStore(tables.client);
  const touched: Touched[] = [];
  const app: FoldApp = {
    figures,
    clock: { now: () => at(0) },
    log: { info: () => {}, error: () => {} },
    pause: () => Promise.resolve(),
    watch: (all) => {
      touched.push(...all);
      return Promise.resolve();
    },
  };
  return { app, figures, touched, tables };
}

describe('figures', () => {
  it('are those of a plain recount, in any order, doubled, split, and with two who count at once', async () => {
    const told = world.chain((messages) => {
      const looks = messages.flat();
      return fc.record({
        messages: fc.constant(messages),
        looks: fc
          .array(fc.constantFrom(...looks), { maxLength: 20 })
          .chain((more) => fc.shuffledSubarray([...looks, ...more], { minLength: looks.length + more.length })),
        size: fc.integer({ min: 1, max: 9 }),
      });
    });
    await fc.assert(
      fc.asyncProperty(told, async ({ messages, looks, size }) => {
        const { app, figures } = setup();
        const batches = Array.from({ length: Math.ceil(looks.length / size) }, (_, index) =>
          looks.slice(index * size, (index + 1) * size),
        );
        // Two at a time: each reads before the other has written.
        for (let index = 0; index < batches.length; index += 2)
          await Promise.all(batches.slice(index, index + 2).map((each) => foldFigures(each, app)));
        for (const campaignId of campaigns)
          expect(await figures.figures(campaignId)).toEqual(recount(messages, campaignId));
      }),
      { numRuns: 300 },
    );
  });

  it('of the days of a client are those of its campaigns together', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (messages) => {
        const { app, figures } = setup();
        await foldFigures(messages.flat(), app);
        const [day] = await figures.clientDays(clientId, '2026-11-24', '2026-11-24');
        const counted = messages.flatMap((each) => [...contributionOf(factsOf(each.at(-1)!), 'a').keys()]);
        const many = (name: string) => counted.filter((each) => each === `TOTALS a.${name}`).length;
        expect([day!.counts.sent, day!.counts.complained]).toEqual([many('sent'), many('complained')]);
      }),
      { numRuns: 50 },
    );
  });

  it('of who died over it are counted by who comes next', async () => {
    const { app, figures } = setup();
    const look: Look = {
      clientId,
      campaignId: campaigns[0]!,
      part: '0-0',
      place: 0,
      variant: 'a',
      claimedAt: at(0),
      status: 'delivered',
    };
    let dead = false;
    const dies: FoldApp = {
      ...app,
      figures: {
        ...figures,
        fold: async (fold) => {
          const done = await figures.fold(fold);
          if (!dead) {
            dead = true;
            throw new Error('died after the write');
          }
          return done;
        },
      },
    };
    await expect(foldFigures([look], dies)).rejects.toThrow('died');
    await foldFigures([look], dies);
    expect((await figures.figures(campaigns[0]!)).variants.a?.delivered).toBe(1);
  });

  it('tell of bad news, again until it was heeded', async () => {
    const { app, touched } = setup();
    const look: Look = {
      clientId,
      campaignId: campaigns[0]!,
      part: '0-0',
      place: 0,
      variant: 'a',
      claimedAt: at(0),
      status: 'complained',
    };
    await foldFigures([look], app);
    expect(touched).toEqual([{ clientId, campaignId: campaigns[0] }]);
  });
});

describe('hours', () => {
  it('stand by day, and are read as one line of time', async () => {
    const { app, figures, tables } = setup();
    const look = (place: number, deliveredAt: string): Look => ({
      clientId,
      campaignId: campaigns[0]!,
      part: '0-0',
      place,
      variant: 'a',
      claimedAt: at(0),
      status: 'delivered',
      deliveredAt,
    });
    await foldFigures([look(0, at(0)), look(1, at(3_600_000)), look(2, at(24 * 3_600_000))], app);
    expect((await figures.figures(campaigns[0]!)).hours).toMatchObject({
      '2026-11-24T09': { delivered: 1 },
      '2026-11-24T10': { delivered: 1 },
      '2026-11-25T09': { delivered: 1 },
    });
    const days = tables.all(deliveryTable.name).map(({ sk }) => String(sk));
    expect(days.filter((sk) => sk.startsWith('FIGURES#HOURS'))).toEqual([
      'FIGURES#HOURS#2026-11-24',
      'FIGURES#HOURS#2026-11-25',
    ]);
  });
});

describe('what was counted of a message', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(world, (messages) => {
        for (const look of messages.flat()) expect(unpacked(packed(factsOf(look)))).toEqual(factsOf(look));
      }),
    );
  });

  it('of fifty people, of whom two in five opened it and some followed a link, fits in one kilobyte', () => {
    const item = Object.fromEntries(
      Array.from({ length: 50 }, (_, place) => {
        const opened = place % 5 < 2 ? [written({ at: at(7_200_000), kind: 'open', hints: [] })] : [];
        const clicked = place % 20 === 0 ? [written({ at: at(7_300_000), kind: 'click', link: '3', hints: [] })] : [];
        const activity = new Set([...opened, ...clicked]);
        return [place, packed(factsOf({ status: 'delivered', deliveredAt: at(0), provider: 'google', activity }))];
      }),
    );
    // A hundred for the key and the rest of the item.
    expect(bytesOf(item)).toBeLessThan(1_024 - 100);
  });
});
