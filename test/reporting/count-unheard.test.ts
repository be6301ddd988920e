import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomeCounts } from '#contract/figures.ts';
import { messageStatus } from '#contract/reporting.ts';
import { countUnheard } from '#lambdas/reporting/count-unheard.ts';
import { outcomesOf } from '#lambdas/reporting/rules/contribution.ts';
import { unheardOf } from '#lambdas/reporting/rules/unheard-of.ts';

const now = '2026-11-25T09:00:00.000Z';

/** Figures of messages that stand so. */
const countsOf = (statuses: readonly (typeof messageStatus.options)[number][]) => {
  const counts = outcomeCounts.parse({});
  for (const status of statuses)
    for (const name of outcomesOf({ weight: 1, status, provider: 'other', links: {} })) counts[name]++;
  return counts;
};

describe('of how many messages nothing was heard', () => {
  it('is how many SES took and left at that, or at a delay', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...messageStatus.options)), (statuses) => {
        const silent = statuses.filter((status) => status === 'sent' || status === 'delayed');
        expect(unheardOf(countsOf(statuses)).count).toBe(silent.length);
      }),
    );
  });
});

function setup(campaigns: Record<string, Parameters<typeof countsOf>[0]>, failing?: string) {
  const kept: Record<string, object> = {};
  const counted: Record<string, number> = {};
  const run = () =>
    countUnheard({
      clock: { now: () => now },
      log: { info: () => {}, error: () => {} },
      runs: {
        unheardDue: () => Promise.resolve(Object.keys(campaigns).map((campaignId) => ({ campaignId, sk: campaignId }))),
        keepUnheard: ({ campaignId }, unheard, at) => {
          kept[campaignId] = { ...unheard, at };
          return Promise.resolve(true);
        },
      },
      figures: {
        figures: (campaignId) =>
          campaignId === failing
            ? Promise.reject(new Error('throttled'))
            : Promise.resolve({
                variants: { a: countsOf(campaigns[campaignId]!), b: countsOf(['sent']) },
                providers: {},
                links: {},
                hours: {},
              }),
      },
      count: (name, _, amount = 1) => void (counted[name] = (counted[name] ?? 0) + amount),
    });
  return { kept, counted, run };
}

describe('a day after campaigns were sent', () => {
  it('it is kept with each of how many of its messages, of both subjects, nothing was heard', async () => {
    const { kept, counted, run } = setup({ one: ['delivered', 'sent', 'refused'], other: ['bounced'] });
    await run();
    expect(kept).toEqual({ one: { count: 2, of: 3, at: now }, other: { count: 1, of: 2, at: now } });
    expect(counted).toEqual({ MailAsked: 5, MailUnheard: 3 });
  });

  it('one that cannot be read holds up no other, and is tried again', async () => {
    const { kept, run } = setup({ one: ['sent'], other: ['sent'] }, 'one');
    await expect(run()).rejects.toThrow('1 of 2 campaigns');
    expect(Object.keys(kept)).toEqual(['other']);
  });
});
