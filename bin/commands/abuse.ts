import type { Command } from 'commander';
import { listAbuseReports, settleAbuseReport } from '#contract/abuse.ts';
import type { AbuseReport } from '#contract/abuse.ts';
import { addApiCommand, answer, columns } from '../command.ts';
import type { SharedOptions } from '../command.ts';
import type { Connect } from '../connect.ts';
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
        (reports) => columns(reports.map(rowOf), 'no reports'),
      ),
    );

  addApiCommand(abuse, {
    usage: 'settle <report-id>',
    description: 'say what came of a report',
    example: 'abuse settle AbCdEfGh12345678 --reason "the import was taken back"',
  })
    .requiredOption('--reason <what>', 'what came of it: kept with the report and in the audit trail')
    .action((reportId: string, { reason, ...options }: SharedOptions & { reason: string }) =>
      answer(
        connect,
        options,
        (call) => call(settleAbuseReport, { params: { reportId }, body: { reason } }),
        () => `report ${reportId} is settled`,
      ),
    );
}

const rowOf = ({ reportId, at, way, kind, clientId, sender, text, replyTo, settled }: AbuseReport): string[] => [
  reportId,
  at.slice(0, 16).replace('T', ' '),
  `${kind.replaceAll('_', ' ')} (${way})`,
  clientId ?? 'nobody known',
  [sender, text?.replaceAll('\n', ' '), replyTo && `answer to ${replyTo}`].filter(Boolean).join(' · '),
  settled ? `settled by ${settled.by}: ${settled.reason}` : 'open',
];
