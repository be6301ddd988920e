import type { Command } from 'commander';
import { writeFileSync } from 'node:fs';
import {
  compareCampaigns,
  compareCampaignsCsv,
  compareCampaignsPage,
  getReport,
  getReportCsv,
  getReportPage,
} from '#contract/reports.ts';
import type { CampaignReport, ComparedCampaign, People } from '#contract/reports.ts';
import { percent } from '#lambdas/reporting/rules/percent.ts';
import { shareOf } from '#lambdas/reporting/rules/shares.ts';
import { unheardInWords } from '#lambdas/reporting/rules/unheard-in-words.ts';
import { whyHeld } from '#lambdas/reporting/rules/why-held.ts';
import { findingsInWords } from '../campaigns/in-words.ts';
import { addApiCommand, answer, columns, given, print } from '../command.ts';
import type { SharedOptions } from '../command.ts';
import type { Connect } from '../connect.ts';

interface ReportOptions extends SharedOptions {
  readonly client: string;
  readonly html?: string;
  readonly csv?: string;
}

/** `campaign report`: what became of it, in figures. */
export function registerReport(campaign: Command, connect: Connect): void {
  addApiCommand(campaign, {
    usage: 'report <campaign-id>',
    description: 'what became of it: exact counts, and how many people opened and clicked',
    example: 'campaign report HgFeDcBa87654321 --client AbCdEfGh12345678 --html report.html',
  })
    .requiredOption('--client <id>', 'the client')
    .option('--html <file>', 'write it as a page to print or hand on')
    .option('--csv <file>', 'write it as a table')
    .action(async (campaignId: string, { client, html, csv, ...options }: ReportOptions) => {
      const params = { clientId: client, campaignId };
      if (html === undefined && csv === undefined)
        return answer(
          connect,
          options,
          (call) => call(getReport, { params }),
          (report) =>
            [
              reportInWords(report),
              ...(report.compliance?.findings.length
                ? [findingsInWords({ ...report, clientId: client, report: report.compliance })]
                : []),
            ].join('\n\n'),
        );
      const call = connect(options);
      if (html !== undefined) writeFileSync(html, await call(getReportPage, { params }));
      if (csv !== undefined) writeFileSync(csv, await call(getReportCsv, { params }));
      const files = [html, csv].filter((file) => file !== undefined);
      print(options, { files }, `written: ${files.join(', ')}`);
    });
}

interface CompareOptions extends ReportOptions {
  readonly limit?: string;
}

/** `campaign compare`: the last ones side by side. */
export function registerCompare(campaign: Command, connect: Connect): void {
  addApiCommand(campaign, {
    usage: 'compare',
    description: 'the last campaigns side by side, newest first; drafts are left out',
    example: 'campaign compare --client AbCdEfGh12345678 --limit 5',
  })
    .requiredOption('--client <id>', 'the client')
    .option('--limit <number>', 'among so many, at most 25; ten unless set')
    .option('--html <file>', 'write it as a page to print or hand on')
    .option('--csv <file>', 'write it as a table')
    .action(async ({ client, limit, html, csv, ...options }: CompareOptions) => {
      const request = {
        params: { clientId: client },
        query: given({ limit: limit === undefined ? undefined : Number(limit) }),
      };
      if (html === undefined && csv === undefined)
        return answer(
          connect,
          options,
          (call) => call(compareCampaigns, request),
          ({ items }) => comparedInWords(items),
        );
      const call = connect(options);
      if (html !== undefined) writeFileSync(html, await call(compareCampaignsPage, request));
      if (csv !== undefined) writeFileSync(csv, await call(compareCampaignsCsv, request));
      const files = [html, csv].filter((file) => file !== undefined);
      print(options, { files }, `written: ${files.join(', ')}`);
    });
}

const comparedInWords = (campaigns: readonly ComparedCampaign[]): string =>
  columns(
    campaigns.length === 0
      ? []
      : [
          ['', 'begun', 'sent', 'delivered', 'opened', 'clicked', 'bounced', 'complained'],
          ...campaigns.map(({ name, startedAt, total: { counts, shares } }) => [
            name,
            startedAt.slice(0, 10),
            number(counts.sent),
            percent(shares.delivered),
            percent(shares.opened?.about),
            percent(shares.clicked?.about),
            percent(shares.bounced),
            percent(shares.complained),
          ]),
        ],
    'no campaign was begun yet',
  );

export function reportInWords(report: CampaignReport): string {
  const { name, state, total, progress, links, providers, held, notSent, compliance, cost, unheard } = report;
  const { counts, opened, clicked, shares } = total;
  const rows = [
    ['planned', number(progress.planned), ''],
    ['sent', number(counts.sent), ''],
    ['delivered', number(counts.delivered), percent(shares.delivered)],
    ['bounced', number(counts.bounced), percent(shares.bounced)],
    ['soft bounced', number(counts.softBounced), percent(shares.softBounced)],
    ['complained', number(counts.complained), percent(shares.complained)],
    [unheardInWords(report), number(unheard.count), percent(shareOf(unheard.count, counts.sent))],
    ['people who opened', inWords(opened), percent(shares.opened?.about)],
    ['people who clicked', inWords(clicked), percent(shares.clicked?.about)],
  ];
  const nothing = [
    ...notSent.map(({ when, inWords: why, count }) => [when.replaceAll('_', ' '), number(count), why]),
    ...(progress.unknown > 0 ? [['unknown', number(progress.unknown), 'nobody knows whether SES has it']] : []),
  ];
  const byProvider = Object.entries(providers).map(([provider, of]) => [
    provider,
    `${number(of.counts.delivered)} of ${number(of.counts.sent)}`,
    `bounced ${number(of.counts.bounced)}, complained ${number(of.counts.complained)}`,
  ]);
  return [
    `${name}: ${state}${held ? `, stopped by itself: ${whyHeld(held)}` : ''}`,
    columns(rows, ''),
    columns(nothing, 'everybody who was planned for was sent it'),
    columns(byProvider, 'nothing is known of mailbox providers yet'),
    columns(
      links.map(({ href, human, machine }) => [href, number(human), `machines: ${number(machine)}`]),
      'no links',
    ),
    compliance
      ? `checked ${compliance.checkedAt}, findings: ${compliance.findings.length}, hash ${compliance.contentHash}`
      : 'not checked yet',
    `SES: ${cost.usd.toFixed(4)} US dollars${cost.picturesUsd > 0 ? `, of it about ${cost.picturesUsd.toFixed(4)} for pictures` : ''}`,
  ].join('\n\n');
}

const number = (count: number): string => count.toLocaleString('en');
const inWords = ({ about, from, to, method }: People): string =>
  method === 'counted' ? number(about) : `about ${number(about)} (between ${number(from)} and ${number(to)})`;
