import type { ComparedCampaign } from '#contract/reports.ts';
import { asCsv } from './as-csv.ts';
import type { Row } from './as-csv.ts';

const head: Row = [
  'campaign',
  'name',
  'subject',
  'begun',
  'planned',
  'sent',
  'delivered',
  'delivered share',
  'bounced',
  'bounced share',
  'complained',
  'complained share',
  ...['opened', 'clicked'].flatMap((what) => ['about', 'from', 'to'].map((end) => `people who ${what}, ${end}`)),
];

/** A campaign a line. */
export const comparisonCsv = (campaigns: readonly ComparedCampaign[]): string =>
  asCsv([
    head,
    ...campaigns.map(
      ({ campaignId, name, subject, startedAt, planned, total: { counts, shares, opened, clicked } }): Row => [
        campaignId,
        name,
        subject,
        startedAt,
        planned,
        counts.sent,
        counts.delivered,
        shares.delivered ?? '',
        counts.bounced,
        shares.bounced ?? '',
        counts.complained,
        shares.complained ?? '',
        ...[opened, clicked].flatMap(({ about, from, to }) => [about, from, to]),
      ],
    ),
  ]);
