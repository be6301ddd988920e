import { outcomeCounts } from '#contract/figures.ts';
import type { Figures, OutcomeCounts } from '#contract/figures.ts';
import type { CampaignReport } from '#contract/reports.ts';
import type { CampaignContent, CampaignItem } from '#lambdas/campaigns/sendable-campaigns.ts';
import { hour, later } from '#lambdas/platform/clock.ts';
import { reportOf } from '#lambdas/reporting/rules/report-of.ts';
import { beforeStart } from '#lambdas/sending/rules/progress-of.ts';
import { letter } from '#test/support/campaign.ts';
import { id } from '#test/support/people.ts';

const began = '2026-11-24T09:05:00.000Z';
const counts = (some: Partial<OutcomeCounts>): OutcomeCounts => outcomeCounts.parse(some);

/** Many in the first hours, then less and less, and none at night. */
const hours: Figures['hours'] = Object.fromEntries(
  Array.from({ length: 40 }, (_, at) => [
    later(began, at * hour).slice(0, 13),
    {
      delivered: [4_100, 230, 12][at] ?? 0,
      opened: at % 24 > 13 ? 0 : Math.round(420 / (1 + at / 2)),
      clicked: at % 24 > 13 ? 0 : Math.round(38 / (1 + at / 2)),
    },
  ]),
);

const google = counts({
  sent: 2_400,
  delivered: 2_392,
  bounced: 8,
  openedHuman: 940,
  openedMachine: 20,
  clickedHuman: 88,
});
const other = counts({
  sent: 2_020,
  delivered: 1_950,
  bounced: 42,
  softBounced: 28,
  complained: 3,
  openedHuman: 500,
  openedMasked: 640,
  openedMachine: 40,
  clickedHuman: 41,
  clickedMachine: 40,
});
const all = counts(
  Object.fromEntries(Object.entries(google).map(([name, count]) => [name, count + other[name as keyof OutcomeCounts]])),
);

/** A letter to 4,420 people, as a marketing manager would ask about it on the next day. */
export function sampleReport(overrides: { name?: string; href?: string; subject?: string } = {}): CampaignReport {
  const {
    name = 'December letter',
    href = 'https://harbourbooks.example/novels',
    subject = 'Three new novels',
  } = overrides;
  const { content: _, text: __, ...draft } = letter(id(), { name, subject });
  const campaign: CampaignItem = {
    campaignId: id(),
    clientId: id(),
    state: 'sent',
    version: 3,
    draft,
    contentHash: 'A'.repeat(43),
    createdBy: 'emeka.obi',
    createdAt: began,
    updatedAt: began,
    startedAt: began,
    endedAt: later(began, 22 * 60_000),
    report: {
      checkedAt: began,
      contentHash: 'A'.repeat(43),
      findings: [
        {
          rule: 'CS-21',
          severity: 'warn',
          where: 'subject',
          message: 'The subject names a number that the text does not.',
          fix: 'Say it in the text, too.',
        },
      ],
      overrides: [
        { rule: 'CS-21', where: 'subject', reason: 'three are on the picture', by: 'noor.haddad', at: began },
      ],
      blocked: false,
    },
  };
  const compiled: CampaignContent['compiled'] = {
    v: 1,
    contentHash: 'A'.repeat(43),
    subject,
    html: '',
    text: '',
    missing: 'skip',
    fields: [],
    links: [
      { href, text: 'See the novels' },
      { href: 'https://harbourbooks.example/maps', text: 'Maps of the coast' },
      { href: '{{ unsubscribe_url }}', text: 'Unsubscribe' },
    ],
    pictures: [],
    personalPictures: [
      { contentId: 'p1', design: 'card', text: '', alt: '', accent: '#000000', paper: '#ffffff', ink: '#000000' },
    ],
  };
  return reportOf(
    campaign,
    { compiled },
    {
      figures: {
        variants: { a: all },
        providers: { google, other },
        links: { 0: { human: 104, unsure: 6, machine: 40 }, 1: { human: 31, unsure: 1, machine: 40 } },
        hours,
      },
      progress: {
        ...beforeStart(campaign.campaignId, 'sent'),
        planned: 4_500,
        sent: 4_420,
        leftOut: { not_in_segment: 812, basis_expired: 3 },
        skipped: { unsubscribed: 61, soft_bounces: 18 },
        failed: {},
        unknown: 1,
      },
      settled: { at: later(began, 25 * hour), count: 0, of: 4_420 },
      at: later(began, 45 * hour),
    },
  );
}
