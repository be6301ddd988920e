import { openWarnings } from '#contract/campaigns.ts';
import type { Campaign, ComplianceReport, Finding } from '#contract/campaigns.ts';
import { acceptableUseVersion } from '#contract/clients.ts';
import type { Client } from '#contract/clients.ts';
import type { FieldProblem } from '#contract/errors.ts';

export interface Asked {
  readonly campaign: Pick<Campaign, 'contentHash' | 'version' | 'approval' | 'report'>;
  readonly client: Client;
  /** Made just now, for the time that is asked for. */
  readonly report: ComplianceReport;
  readonly at: string;
  readonly now: string;
  readonly by: string;
}

/** A click on "now" arrives a little later; a year ahead, nobody knows what the law is. */
const lateMs = 60_000;
const farMs = 366 * 86_400_000;

/** Everything that stands against it, so that nobody mends one thing after the other. */
export const refusals = (asked: Asked): FieldProblem[] => [
  ...ofClient(asked),
  ...ofCheck(asked),
  ...ofApproval(asked),
  ...ofTime(asked),
];

function ofClient({ client }: Asked): FieldProblem[] {
  const found: FieldProblem[] = [];
  if (client.status !== 'approved')
    found.push({
      path: 'client.status',
      message: client.status === 'pending' ? 'is not approved by the operator yet' : 'is suspended by the operator',
    });
  if (client.acceptableUse.version !== acceptableUseVersion)
    found.push({
      path: 'client.acceptableUse',
      message: `is of version ${client.acceptableUse.version}: version ${acceptableUseVersion} has to be accepted`,
    });
  return found;
}

function ofCheck({ campaign, report }: Asked): FieldProblem[] {
  if (campaign.report?.contentHash !== campaign.contentHash)
    return [{ path: 'report', message: 'is of other content: check the campaign again' }];
  const blocks = report.findings.filter(({ severity }) => severity === 'block');
  return [...blocks, ...openWarnings(report)].map(problemOf);
}

const problemOf = ({ rule, where, message, fix }: Finding): FieldProblem => ({
  path: where,
  message: `${rule}: ${message} ${fix}`,
});

/** Two people have seen what is sent: whoever approves has not written it, and does not send it off alone. */
function ofApproval({ client, campaign: { approval, version }, by }: Asked): FieldProblem[] {
  if (client.secondApproval !== true) return [];
  if (approval?.version !== version)
    return [{ path: 'approval', message: `is missing: a second person has to approve version ${version}` }];
  return approval.by === by
    ? [{ path: 'approval', message: 'is your own: somebody else has to schedule what you approved' }]
    : [];
}

function ofTime({ at, now }: Asked): FieldProblem[] {
  const ms = Date.parse(at) - Date.parse(now);
  if (ms < -lateMs) return [{ path: 'at', message: 'is in the past' }];
  return ms > farMs ? [{ path: 'at', message: 'is more than a year ahead' }] : [];
}
