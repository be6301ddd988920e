import { stringify } from 'csv-stringify/sync';
import type { CampaignReport, Outcomes } from '#contract/reports.ts';
import { csvCell } from '#lambdas/forwarding/rules/csv-cell.ts';

type Row = readonly (string | number)[];

/** One figure a line: what it is about, which one, and its name, so that a spreadsheet filters and a program joins. */
export function reportCsv(report: CampaignReport): string {
  const { progress } = report;
  const rows: Row[] = [
    ['about', 'which', 'figure', 'count'],
    ['campaign', report.name, 'planned', progress.planned],
    ['campaign', report.name, 'sent', progress.sent],
    ['campaign', report.name, 'unknown', progress.unknown],
    ['campaign', report.name, 'nothing heard', report.unheard.count],
    ...reasons('left out', progress.leftOut),
    ...reasons('skipped', progress.skipped),
    ...reasons('failed', progress.failed),
    ...outcomeRows('all', '', report.total),
    ...Object.entries(report.variants).flatMap(([variant, of]) => outcomeRows('subject', variant, of)),
    ...Object.entries(report.providers).flatMap(([provider, of]) => outcomeRows('provider', provider, of)),
    ...report.links.flatMap(({ href, human, unsure, machine }): Row[] => [
      ['link', href, 'people', human],
      ['link', href, 'unsure', unsure],
      ['link', href, 'machines', machine],
    ]),
    ...report.hours.flatMap(({ hour, delivered, opened, clicked }): Row[] => [
      ['hour', `${hour}:00Z`, 'delivered', delivered],
      ['hour', `${hour}:00Z`, 'opened', opened],
      ['hour', `${hour}:00Z`, 'clicked', clicked],
    ]),
  ];
  return stringify(
    rows.map((row) => row.map(csvCell)),
    { bom: true, record_delimiter: 'windows' },
  );
}

const reasons = (about: string, counts: Readonly<Record<string, number>>): Row[] =>
  Object.entries(counts).map(([reason, count]) => [about, reason, 'people', count]);

const outcomeRows = (about: string, which: string, { counts, opened, clicked }: Outcomes): Row[] => [
  ...Object.entries(counts).map(([name, count]): Row => [about, which, name, count]),
  ...(
    [
      ['people who opened', opened],
      ['people who clicked', clicked],
    ] as const
  ).flatMap(([name, of]): Row[] => [
    [about, which, `${name}, about`, of.about],
    [about, which, `${name}, from`, of.from],
    [about, which, `${name}, to`, of.to],
  ]),
];
