import type { CampaignReport, Outcomes } from '#contract/reports.ts';
import { asCsv } from './as-csv.ts';
import type { Row } from './as-csv.ts';

/** One figure a line: what it is about, which one, its name, how many, and which share that is of what. A spreadsheet filters it, a program joins it. */
export function reportCsv(report: CampaignReport): string {
  const { progress } = report;
  const campaign = (figure: string, count: number | string): Row => ['campaign', report.name, figure, count];
  return asCsv([
    ['about', 'which', 'figure', 'count', 'share', 'of'],
    campaign('planned', progress.planned),
    campaign('sent', progress.sent),
    campaign('unknown', progress.unknown),
    campaign('nothing heard', report.unheard.count),
    campaign('begun', report.startedAt ?? ''),
    campaign('ended', report.endedAt ?? ''),
    ...report.notSent.map(({ when, reason, count }): Row => [when.replaceAll('_', ' '), reason, 'people', count]),
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
    ...complianceRows(report.compliance),
    ['cost', 'messages', 'US dollars', report.cost.messagesUsd],
    ['cost', 'pictures, about', 'US dollars', report.cost.picturesUsd],
  ]);
}

function outcomeRows(about: string, which: string, { counts, opened, clicked, shares }: Outcomes): Row[] {
  const ofSent: Readonly<Record<string, number | undefined>> = {
    delivered: shares.delivered,
    softBounced: shares.softBounced,
    bounced: shares.bounced,
  };
  const shareIn = (name: string): Row => {
    if (name === 'complained') return [shares.complained ?? '', 'delivered'];
    return name in ofSent ? [ofSent[name] ?? '', 'sent'] : [];
  };
  return [
    ...Object.entries(counts).map(([name, count]): Row => [about, which, name, count, ...shareIn(name)]),
    ...(
      [
        ['people who opened', opened, shares.opened],
        ['people who clicked', clicked, shares.clicked],
      ] as const
    ).flatMap(([name, of, share]): Row[] =>
      (['about', 'from', 'to'] as const).map((end) => [
        about,
        which,
        `${name}, ${end}`,
        of[end],
        share?.[end] ?? '',
        'delivered',
      ]),
    ),
  ];
}

function complianceRows(compliance: CampaignReport['compliance']): Row[] {
  if (!compliance) return [];
  return [
    ['check', '', 'at', compliance.checkedAt],
    ['check', '', 'hash of what was checked and sent', compliance.contentHash],
    ['check', '', 'findings', compliance.findings.length],
    ...compliance.findings.map(({ rule, where, severity, message }): Row => {
      const taken = compliance.overrides.find((each) => each.rule === rule && each.where === where);
      return [
        'finding',
        `${rule} ${where}`,
        severity,
        taken ? `${message} Taken by ${taken.by}: ${taken.reason}` : message,
      ];
    }),
  ];
}
