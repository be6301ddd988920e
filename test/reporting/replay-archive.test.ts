import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ArchivedOutcome } from '#contract/archive.ts';
import { replayArchive } from '#lambdas/reporting/replay-archive.ts';
import { figuresIn } from '#lambdas/reporting/rules/figures-of.ts';
import { messagesIn, recount } from '#lambdas/reporting/rules/recount.ts';
import { recountInWords } from '../../bin/commands/recount.ts';
import { archivedLines } from '#test/support/archived-lines.ts';

const [clientId, campaignId] = ['harbourbooks0001', 'campaigncampaig1'];
const began = Date.UTC(2026, 10, 24, 22, 30);
const lines = fc.sample(archivedLines(campaignId, clientId, began), { numRuns: 3, seed: 1 }).flat();

function setUp(kept: readonly ArchivedOutcome[]) {
  const days = [...new Set(lines.map(({ day }) => day))];
  const shares: number[] = [];
  const replay = (of = { clientId, campaignId }) =>
    replayArchive(of, {
      archive: {
        days: () => Promise.resolve(days),
        linesOf: async function* (day) {
          yield* await Promise.resolve(lines.filter((line) => line.day === day));
        },
      },
      figures: { figures: () => Promise.resolve(figuresIn(recount(messagesIn(kept).values()))) },
      tell: (share) => shares.push(share),
    });
  return { replay, days, shares };
}

it('an archive of several days is equal to figures that were counted of the same', async () => {
  const { replay, days, shares } = setUp(lines);
  const found = await replay();
  expect(found).toMatchObject({ equal: true, differences: [], messages: messagesIn(lines).size });
  expect([days.length, shares]).toEqual([2, [0.5, 1]]);
});

it('what the counters lack is told', async () => {
  const delivered = lines.filter(({ outcome }) => outcome !== 'complained');
  const found = await setUp(delivered).replay();
  expect(found.equal).toBe(false);
  expect(found.differences.find(({ what }) => what === 'subject a: complained')).toMatchObject({ kept: 0 });
  expect(recountInWords(found, true)).toContain('may not be in the archive yet');
});

it('a campaign that it has nothing of is no campaign of zeros', async () => {
  await expect(setUp(lines).replay({ clientId, campaignId: 'other' })).rejects.toThrow(/has nothing of campaign other/);
});
