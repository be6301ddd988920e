import type { Command } from 'commander';
import { writeFileSync } from 'node:fs';
import { getReport, getReportCsv, getReportPage } from '#contract/reports.ts';
import type { CampaignReport, People } from '#contract/reports.ts';
import { unheardInWords } from '#lambdas/reporting/rules/unheard-in-words.ts';
import { findingsInWords } from '../campaigns/in-words.ts';
import { addApiCommand, answer, columns, print } from '../command.ts';
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
            [reportInWords(report), findingsInWords({ ...report, clientId: client, report: report.compliance })].join(
              '\n\n',
            ),
        );
      const call = connect(options);
      if (html !== undefined) writeFileSync(html, await call(getReportPage, { params }));
      if (csv !== undefined) writeFileSync(csv, await call(getReportCsv, { params }));
      const files = [html, csv].filter((file) => file !== undefined);
      print(options, { files }, `written: ${files.join(', ')}`);
    });
}

export function reportInWords(report: CampaignReport): string {
  const { name, state, total, progress, links, providers, held, unheard } = report;
  const { counts, opened, clicked } = total;
  const rows = [
    ['planned', number(progress.planned), ''],
    ...Object.entries(progress.skipped).map(([reason, count]) => [`skipped: ${reason}`, number(count), '']),
    ['sent', number(counts.sent), ''],
    ['delivered', number(counts.delivered), share(counts.delivered, counts.sent)],
    ['bounced', number(counts.bounced), share(counts.bounced, counts.sent)],
    ['soft bounced', number(counts.softBounced), share(counts.softBounced, counts.sent)],
    ['complained', number(counts.complained), share(counts.complained, counts.delivered)],
    [unheardInWords(report), number(unheard.count), share(unheard.count, counts.sent)],
    ['people who opened', inWords(opened), share(opened.about, counts.delivered)],
    ['people who clicked', inWords(clicked), share(clicked.about, counts.delivered)],
  ];
  const links2 = links.map(({ href, human, machine }) => [href, number(human), `machines: ${number(machine)}`]);
  const rest = Object.entries(providers).map(([provider, of]) => [
    provider,
    `${number(of.counts.delivered)} of ${number(of.counts.sent)}`,
    `bounced ${number(of.counts.bounced)}, complained ${number(of.counts.complained)}`,
  ]);
  return [
    `${name}: ${state}${held ? ', stopped by itself' : ''}`,
    columns(rows, ''),
    columns(rest, 'nothing is known of mailbox providers yet'),
    columns(links2, 'no links'),
  ].join('\n\n');
}

const number = (count: number): string => count.toLocaleString('en');
const share = (count: number, of: number): string => (of === 0 ? '' : `${((count / of) * 100).toFixed(2)} %`);
const inWords = ({ about, from, to, method }: People): string =>
  method === 'counted' ? number(about) : `about ${number(about)} (between ${number(from)} and ${number(to)})`;
