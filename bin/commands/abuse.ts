import type { Command } from 'commander';
import { listAbuseReports, settleAbuseReport } from '#contract/abuse.ts';
import type { AbuseReport } from '#contract/abuse.ts';
import { addApiCommand, answer, columns } from '../command.ts';
import type { SharedOptions } from '../command.ts';
import type { Call, Connect } from '../connect.ts';
import { everyPage } from '../every-page.ts';

interface ListOptions extends SharedOptions {
  readonly client?: string;
}

export function registerAbuse(program: Command, connect: Connect): void {
  const abuse = program.command('abuse').description('reports of mail that should not have been sent; for operators');
  addApiCommand(abuse, {
    usage: 'list',
    description: 'reports that nobody settled, newest first',
    example: 'abuse list --client AbCdEfGh12345678',
  })
    .option('--client <client-id>', 'all of this client, settled ones too')
    .action(({ client, ...options }: ListOptions) =>
      answer(
        connect,
        options,
        (call) => everyPage((pageToken) => call(listAbuseReports, { query: { client, pageToken, limit: 100 } })),
        (reports) => columns(grouped(reports).map(rowOf), 'no reports'),
      ),
    );

  addApiCommand(abuse, {
    usage: 'settle [report-id]',
    description: 'say what came of a report',
    example: 'abuse settle AbCdEfGh12345678 --reason "the import was taken back"',
  })
    .option('--campaign <campaign-id>', 'of all feedback on this campaign, in place of a report')
    .requiredOption('--reason <what>', 'what came of it: kept with the report and in the audit trail')
    .action((reportId: string | undefined, { reason, campaign, ...options }: SettleOptions) =>
      answer(
        connect,
        options,
        async (call) => {
          const settled: AbuseReport[] = [];
          for (const each of await reportsOf(call, reportId, campaign))
            settled.push(await call(settleAbuseReport, { params: { reportId: each }, body: { reason } }));
          return settled;
        },
        (settled) =>
          settled.length === 1 ? `report ${settled[0]?.reportId} is settled` : `${settled.length} reports are settled`,
      ),
    );
}

interface SettleOptions extends SharedOptions {
  readonly reason: string;
  readonly campaign?: string;
}

async function reportsOf(call: Call, reportId?: string, campaign?: string): Promise<string[]> {
  if (reportId !== undefined && campaign === undefined) return [reportId];
  if (campaign === undefined || reportId !== undefined) throw new Error('name a report, or a campaign by --campaign');
  const open = await everyPage((pageToken) => call(listAbuseReports, { query: { pageToken, limit: 100 } }));
  const found = open.filter(({ way, campaignId }) => way === 'feedback' && campaignId === campaign);
  if (found.length === 0) throw new Error(`no feedback on the campaign ${campaign} waits to be settled`);
  return found.map((each) => each.reportId);
}

/** A report, or as many as providers handed on of one campaign: they read alike, and are settled together. */
type Line = readonly [AbuseReport, ...AbuseReport[]];

function grouped(reports: readonly AbuseReport[]): Line[] {
  const lines = new Map<string, Line>();
  for (const report of reports) {
    const { way, clientId, campaignId, settled, reportId } = report;
    const key =
      way === 'feedback' && campaignId ? [clientId, campaignId, settled?.reason, settled?.by].join(' ') : reportId;
    const line = lines.get(key);
    lines.set(key, line ? [...line, report] : [report]);
  }
  return [...lines.values()];
}

const rowOf = ([newest, ...more]: Line): string[] => {
  const { reportId, at, way, kind, clientId, sender, text, replyTo, settled, campaignId } = newest;
  return [
    more.length === 0 ? reportId : `${more.length + 1} of them`,
    at.slice(0, 16).replace('T', ' '),
    `${kind.replaceAll('_', ' ')} (${way})`,
    clientId ?? 'nobody known',
    [
      sender,
      text?.replaceAll('\n', ' '),
      replyTo && `answer to ${replyTo}`,
      campaignId && `campaign ${campaignId}`,
      way === 'feedback' && named([newest, ...more]),
    ]
      .filter(Boolean)
      .join(' · '),
    settled ? `settled by ${settled.by}: ${settled.reason}` : 'open',
  ];
};

/** `abuse 10, fraud 2` */
function named(reports: readonly AbuseReport[]): string {
  const counts = new Map<string, number>();
  for (const { feedback = 'unnamed' } of reports) counts.set(feedback, (counts.get(feedback) ?? 0) + 1);
  return [...counts].map(([name, count]) => (reports.length === 1 ? name : `${name} ${count}`)).join(', ');
}
