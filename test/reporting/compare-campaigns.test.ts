import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { CampaignLine } from '#contract/campaigns.ts';
import { comparedCampaign } from '#contract/reports.ts';
import type { ComparedCampaign } from '#contract/reports.ts';
import { compare } from '#lambdas/reporting/compare-campaigns.ts';
import { comparisonPage } from '#lambdas/reporting/pages/comparison-page.tsx';
import type { ReportsApp } from '#lambdas/reporting/reports-app.ts';
import { comparisonCsv } from '#lambdas/reporting/rules/comparison-csv.ts';
import { id } from '#test/support/people.ts';
import { sampleReport } from './sample-report.ts';

const at = '2026-11-25T09:00:00.000Z';
const clientId = id();

const line = (name: string, begun: boolean): CampaignLine => ({
  campaignId: id(),
  clientId,
  state: begun ? 'sent' : 'draft',
  version: 1,
  createdAt: at,
  updatedAt: at,
  name,
  subject: 'Hello',
  ...(begun ? { startedAt: at } : {}),
});

/** The last ten campaigns, of which some are drafts. */
function world(lines: readonly CampaignLine[]) {
  const read: string[] = [];
  const app = {
    listed: (_client: string, { limit }: { limit: number }) =>
      Promise.resolve({ items: lines.slice(0, limit), nextPageToken: 'next' }),
    runs: {
      viewWithFigures: (campaignId: string) => {
        read.push(campaignId);
        const figures = [{ sk: 'FIGURES#TOTALS', 'a.sent': 60, 'a.delivered': 50, 'b.sent': 40, 'b.delivered': 40 }];
        const plan = { v: 1 as const, pagedAt: at, leftOut: {}, batches: 1, restBatches: 0, restPeople: 1 };
        const plans = [0, 1].map((partition) => ({ ...plan, partition, people: 60 }));
        const run = { v: 1 as const, campaignId, clientId, lanes: 64, finished: new Set<number>(), startedAt: at };
        return Promise.resolve({ view: { run, plans, lanes: [], settledAsSent: 0 }, figures });
      },
    },
  } as unknown as ReportsApp;
  return { app, read };
}

describe('campaigns side by side', () => {
  it('are those that were begun, with both subjects together, by a read for each', async () => {
    const lines = [line('three', true), line('two, a draft', false), line('one', true)];
    const { app, read } = world(lines);
    const { data } = await compare({ params: { clientId }, query: { limit: 10 } } as never, app);
    const { items, nextPageToken } = data;
    for (const each of items) expect(comparedCampaign.parse(each)).toEqual(each);
    expect(items.map(({ name, planned, total }) => [name, planned, total.counts.sent, total.shares.delivered])).toEqual(
      [
        ['three', 122, 100, 0.9],
        ['one', 122, 100, 0.9],
      ],
    );
    expect(nextPageToken).toBe('next');
    expect(read).toEqual([lines[0]!.campaignId, lines[2]!.campaignId]);
  });
});

const campaigns = ['December letter', '<i>Sale</i>'].map((name): ComparedCampaign => {
  const { campaignId, subject, state, total, progress } = sampleReport({ name });
  return { campaignId, name, subject, state, startedAt: at, planned: progress.planned, total };
});

it('are a line each as CSV', () => {
  const rows = z.array(z.array(z.string())).parse(parse(comparisonCsv(campaigns), { bom: true }));
  expect(rows).toHaveLength(3);
  const row = Object.fromEntries(rows[0]!.map((head, column) => [head, rows[1]![column]]));
  expect(row).toMatchObject({ name: 'December letter', planned: '4500', sent: '4420', 'delivered share': '0.982353' });
  expect(row).toMatchObject({ 'people who clicked, from': '129', complained: '3' });
});

it('are a page that loads nothing', () => {
  const page = comparisonPage(campaigns, at);
  expect(page).not.toMatch(/<script|<img|<link|<[^>]* src=|url\(|@import|<i>Sale/);
  expect(page).toContain('Of 2 campaigns, “December letter” (38.9 %) was opened by most');
  expect(comparisonPage([], at)).toContain('No campaign was sent yet');
});
