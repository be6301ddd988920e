import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { campaignReport } from '#contract/reports.ts';
import { reportPage } from '#lambdas/reporting/pages/report-page.tsx';
import { costOf } from '#lambdas/reporting/rules/cost-of.ts';
import { percent } from '#lambdas/reporting/rules/percent.ts';
import { reportCsv } from '#lambdas/reporting/rules/report-csv.ts';
import { outcomesIn } from '#lambdas/reporting/rules/report-of.ts';
import { sampleReport } from './sample-report.ts';

describe('a report', () => {
  const report = sampleReport();

  it('is as the contract says', () => {
    expect(campaignReport.parse(report)).toEqual(report);
  });

  it('has shares of what each is a part of', () => {
    const { counts, shares, opened } = report.total;
    expect(shares).toMatchObject({ delivered: 0.982353, bounced: 0.011312, softBounced: 0.006335 });
    expect(shares.complained).toBeCloseTo(3 / 4342, 6);
    expect(shares.opened?.from).toBeCloseTo(opened.from / counts.delivered, 6);
  });

  it('has no share of nothing', () => {
    expect(outcomesIn().shares).toEqual({});
  });

  it('says who was sent nothing, and why in words, the most first', () => {
    expect(report.notSent.map(({ when, reason, count }) => [when, reason, count])).toEqual([
      ['left_out', 'not_in_segment', 812],
      ['skipped', 'unsubscribed', 61],
      ['skipped', 'soft_bounces', 18],
      ['left_out', 'basis_expired', 3],
    ]);
    expect(report.notSent[1]?.inWords).toBe('they unsubscribed');
  });

  it('has its cost: messages to the cent, pictures about', () => {
    expect(costOf(1_000_000, { personalPictures: [] })).toEqual({ usd: 100, messagesUsd: 100, picturesUsd: 0 });
    expect(report.cost).toEqual({ usd: 0.4657, messagesUsd: 0.442, picturesUsd: 0.0237 });
  });
});

describe('a report as CSV', () => {
  it('has a figure a line, every line as long as the first, and no formula', () => {
    const href = '=HYPERLINK("https://evil.example")';
    const rows = z.array(z.array(z.string())).parse(parse(reportCsv(sampleReport({ href })), { bom: true }));
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([6]));
    expect(rows).toContainEqual(['all', '', 'delivered', '4342', '0.982353', 'sent']);
    expect(rows).toContainEqual(['skipped', 'unsubscribed', 'people', '61', '', '']);
    expect(rows).toContainEqual(['check', '', 'hash of what was checked and sent', 'A'.repeat(43), '', '']);
    expect(rows).toContainEqual(['cost', 'messages', 'US dollars', '0.442', '', '']);
    expect(rows.flat().filter((cell) => /^[=+@]/.test(cell))).toEqual([]);
  });
});

describe('a report as a page', () => {
  const page = reportPage(sampleReport({ name: '<b>Sale</b>', subject: '<img src=x onerror=alert(1)>' }));

  it('is one file that loads nothing and runs nothing', () => {
    expect(page).not.toMatch(/<script|<img|<link|<[^>]* src=|url\(|@import|<b>/);
  });

  it('says what matters in a sentence, with the range', () => {
    const text = page.replaceAll(/<[^>]+>/g, '');
    expect(text).toContain('Of 4,500 people it reached 4,342 (98.2 % of what was sent).');
    expect(text).toMatch(/About [\d,]+ \(between [\d,]+ and [\d,]+\) opened it, 129 followed a link/);
    expect(text).toContain('They unsubscribed');
    expect(text).toContain('Taken by noor.haddad');
  });
});

it.each([
  [undefined, '–'],
  [0, '0 %'],
  [1, '100 %'],
  [0.98235, '98.2 %'],
  [0.0341, '3.41 %'],
  [0.000691, '0.069 %'],
])('writes the share %s as %s', (share, text) => {
  expect(percent(share)).toBe(text);
});
