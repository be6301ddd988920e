import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, it } from 'vitest';
import { templatesWith } from '#test/support/synthesised.ts';

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** Names as a reviewer says them: construct ids without hashes, ARNs without partition, region and account. */
function named(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  if (typeof resource !== 'object' || resource === null) return String(resource);
  const [[kind, value] = ['', '']] = Object.entries(resource);
  if (kind === 'Ref' && String(value).startsWith('AWS::')) return '';
  if (kind === 'Fn::Join') return (value as [string, unknown[]])[1].map(named).join('');
  if (kind === 'Fn::GetAtt') return withoutHash((value as string[])[0]!);
  const exported = /ExportsOutput(?:FnGetAtt|Ref)(.+)[0-9A-F]{8}$/.exec(String(value))?.[1] ?? String(value);
  return withoutHash(exported.replace(/StreamArn$/, '.stream').replace(/Arn$/, ''));
}
const withoutHash = (id: string): string => id.replace(/[0-9A-F]{8}(?=\.stream$|$)/, '');
const withoutAccount = (text: string): string => text.replace(/^arn:[^:]*:(\w+):[^:]*:[^:]*:/, '$1 ');

function grantsOf(template: Template): [string, string][] {
  return Object.entries(template.findResources('AWS::IAM::Policy')).flatMap(([id, { Properties }]) => {
    const { PolicyDocument } = Properties as { PolicyDocument: { Statement: Statement[] } };
    const name = id.replace(/(Service)?RoleDefaultPolicy\w+$/, '');
    return PolicyDocument.Statement.flatMap(({ Action, Resource }) =>
      [Resource]
        .flat()
        .flatMap((resource) =>
          [Action].flat().map((action): [string, string] => [name, `${action} on ${withoutAccount(named(resource))}`]),
        ),
    );
  });
}

/** Every function writes its own log and its own traces: not worth a line each. */
const everybodys = /^(logs:CreateLogStream|logs:PutLogEvents|xray:PutTraceSegments|xray:PutTelemetryRecords) on /;

let grants: [string, string][];

beforeAll(() => {
  const { data, mail, service, insight } = templatesWith();
  grants = [data, mail, service, insight].flatMap(grantsOf).filter(([, grant]) => !everybodys.test(grant));
});

/** Read this as a reviewer: a line that grows is a function that may do more. */
it('each function may do this and nothing else', () => {
  const table: Record<string, string[]> = {};
  for (const [name, grant] of grants.toSorted()) (table[name] ??= []).push(grant);
  expect(table).toMatchInlineSnapshot(`
    {
      "Abuseabuseoperator": [
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:Query on DirectoryTable",
        "dynamodb:UpdateItem on DirectoryTable",
        "secretsmanager:GetSecretValue on AddressSecret",
      ],
      "Abuseabusepublic": [
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:UpdateItem on EphemeralTable",
        "secretsmanager:GetSecretValue on AddressSecret",
        "secretsmanager:GetSecretValue on OriginSecret",
      ],
      "CampaignLifecycleStart": [
        "sqs:SendMessage on CampaignLifecycleDeadLetters",
        "sqs:SendMessage on SendingPlansQueue",
      ],
      "CampaignLifecyclecampaignslifecycle": [
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:Query on DirectoryTable",
        "dynamodb:UpdateItem on DeliveryTable",
        "iam:PassRole on CampaignLifecycleStartRole",
        "scheduler:CreateSchedule on scheduler schedule/Service-CampaignLifecycle-Starts-882F414C/*",
        "scheduler:DeleteSchedule on scheduler schedule/Service-CampaignLifecycle-Starts-882F414C/*",
        "scheduler:UpdateSchedule on scheduler schedule/Service-CampaignLifecycle-Starts-882F414C/*",
        "secretsmanager:GetSecretValue on LinkSecret",
        "ses:SendEmail on ses configuration-set/Untracked",
        "ses:SendEmail on ses identity/*",
        "sqs:SendMessage on SendingPlansQueue",
      ],
      "Campaignscampaignsclient": [
        "dynamodb:GetItem on ConsentTable",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:GetItem on LedgerTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:Query on DirectoryTable",
        "s3:GetObject on PicturesBucket/uploads/*",
        "s3:ListBucket on PicturesBucket",
        "s3:PutObject on PicturesBucket/media/*",
        "s3:PutObject on PicturesBucket/uploads/*",
        "secretsmanager:GetSecretValue on AddressSecret",
      ],
      "Campaignscampaignspublic": [
        "dynamodb:GetItem on ConsentTable",
        "dynamodb:GetItem on DeliveryTable",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:GetItem on LedgerTable",
        "secretsmanager:GetSecretValue on AddressSecret",
        "secretsmanager:GetSecretValue on LinkSecret",
        "secretsmanager:GetSecretValue on OriginSecret",
      ],
      "Clientsclientsclient": [
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:Query on DirectoryTable",
      ],
      "Clientsclientsoperator": [
        "cognito-idp:AdminAddUserToGroup on Users",
        "cognito-idp:AdminCreateUser on Users",
        "cognito-idp:AdminDisableUser on Users",
        "cognito-idp:AdminSetUserMFAPreference on Users",
        "cognito-idp:AdminSetUserPassword on Users",
        "cognito-idp:AdminUserGlobalSignOut on Users",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:Query on DirectoryTable",
        "dynamodb:UpdateItem on DirectoryTable",
        "ses:CreateTenant on *",
        "ses:CreateTenantResourceAssociation on ses configuration-set/Tracked",
        "ses:CreateTenantResourceAssociation on ses configuration-set/Untracked",
        "ses:CreateTenantResourceAssociation on ses identity/Identity",
        "ses:CreateTenantResourceAssociation on ses tenant/*",
      ],
      "ConsentDailyCheckpoint": [
        "lambda:InvokeFunction on ConsentwritecheckpointFunction",
        "lambda:InvokeFunction on ConsentwritecheckpointFunction:*",
        "sqs:SendMessage on JobsDeadLetters",
      ],
      "Consentannounceevents": [
        "dynamodb:DescribeStream on LedgerTable.stream",
        "dynamodb:GetRecords on LedgerTable.stream",
        "dynamodb:GetShardIterator on LedgerTable.stream",
        "dynamodb:ListStreams on LedgerTable.stream",
        "sqs:GetQueueAttributes on ConsentDeadLetters",
        "sqs:GetQueueUrl on ConsentDeadLetters",
        "sqs:SendMessage on ConsentDeadLetters",
        "sqs:SendMessage on ContactsMembersQueue",
        "sqs:SendMessage on ForwardingAnnouncedQueue",
        "sqs:SendMessage on SignUpMailsQueue",
        "sqs:SendMessage on SignUpWelcomesQueue",
      ],
      "Consentconsentclient": [
        "dynamodb:GetItem on ConsentTable",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:GetItem on LedgerTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:Query on LedgerTable",
        "s3:GetObject on CheckpointsBucket/checkpoints/*",
        "s3:GetObject on CheckpointsBucket/trees/*",
        "s3:ListBucket on CheckpointsBucket",
        "secretsmanager:GetSecretValue on AddressSecret",
      ],
      "Consentconsentpublic": [
        "dynamodb:GetItem on ConsentTable",
        "dynamodb:GetItem on LedgerTable",
        "dynamodb:PutItem on ConsentTable",
        "dynamodb:PutItem on LedgerTable",
        "dynamodb:Query on LedgerTable",
        "secretsmanager:GetSecretValue on LinkSecret",
        "secretsmanager:GetSecretValue on OriginSecret",
      ],
      "Consenttellagain": [
        "sqs:ChangeMessageVisibility on ConsentAgainQueue",
        "sqs:DeleteMessage on ConsentAgainQueue",
        "sqs:GetQueueAttributes on ConsentAgainQueue",
        "sqs:GetQueueUrl on ConsentAgainQueue",
        "sqs:ReceiveMessage on ConsentAgainQueue",
        "sqs:SendMessage on ContactsMembersQueue",
        "sqs:SendMessage on ForwardingAnnouncedQueue",
        "sqs:SendMessage on SignUpMailsQueue",
        "sqs:SendMessage on SignUpWelcomesQueue",
      ],
      "Consentwritecheckpoint": [
        "dynamodb:Scan on ConsentTable",
        "s3:GetObject on CheckpointsBucket/checkpoints/*",
        "s3:ListBucket on CheckpointsBucket",
        "s3:PutObject on CheckpointsBucket/checkpoints/*",
        "s3:PutObject on CheckpointsBucket/trees/*",
        "sqs:GetQueueAttributes on JobsDeadLetters",
        "sqs:GetQueueUrl on JobsDeadLetters",
        "sqs:SendMessage on JobsDeadLetters",
      ],
      "ContactsEveryNight": [
        "lambda:InvokeFunction on ContactsendexpiredFunction",
        "lambda:InvokeFunction on ContactsendexpiredFunction:*",
        "sqs:SendMessage on JobsDeadLetters",
      ],
      "Contactscontactsclient": [
        "dynamodb:BatchGetItem on ConsentTable",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:PutItem on LedgerTable",
        "dynamodb:Query on DirectoryTable",
        "dynamodb:UpdateItem on DirectoryTable",
        "s3:GetObject on Imports/*",
        "s3:ListBucket on Imports",
        "s3:PutObject on Imports/*",
        "secretsmanager:GetSecretValue on AddressSecret",
        "sqs:SendMessage on ContactsImportsQueue",
      ],
      "Contactscontactsoperator": [
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:PutItem on DirectoryTable",
        "sqs:SendMessage on ContactsImportsQueue",
      ],
      "Contactsendexpired": [
        "dynamodb:GetItem on ConsentTable",
        "dynamodb:PutItem on ConsentTable",
        "dynamodb:PutItem on LedgerTable",
        "dynamodb:Query on DirectoryTable/index/expiringMembers",
        "sqs:GetQueueAttributes on JobsDeadLetters",
        "sqs:GetQueueUrl on JobsDeadLetters",
        "sqs:SendMessage on JobsDeadLetters",
      ],
      "Contactskeepmembers": [
        "dynamodb:GetItem on ConsentTable",
        "dynamodb:PutItem on DirectoryTable",
        "sqs:ChangeMessageVisibility on ContactsMembersQueue",
        "sqs:DeleteMessage on ContactsMembersQueue",
        "sqs:GetQueueAttributes on ContactsMembersQueue",
        "sqs:GetQueueUrl on ContactsMembersQueue",
        "sqs:ReceiveMessage on ContactsMembersQueue",
      ],
      "Contactstakeinimports": [
        "dynamodb:BatchGetItem on ConsentTable",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:PutItem on ConsentTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:PutItem on LedgerTable",
        "s3:GetObject on Imports/*",
        "s3:ListBucket on Imports",
        "s3:PutObject on Imports/*",
        "secretsmanager:GetSecretValue on AddressSecret",
        "sqs:ChangeMessageVisibility on ContactsImportsQueue",
        "sqs:DeleteMessage on ContactsImportsQueue",
        "sqs:GetQueueAttributes on ContactsImportsQueue",
        "sqs:GetQueueUrl on ContactsImportsQueue",
        "sqs:ReceiveMessage on ContactsImportsQueue",
        "sqs:SendMessage on ContactsImportsQueue",
      ],
      "ForwardingEveryMinute": [
        "lambda:InvokeFunction on ForwardingwakedeliveriesFunction",
        "lambda:InvokeFunction on ForwardingwakedeliveriesFunction:*",
        "sqs:SendMessage on JobsDeadLetters",
      ],
      "ForwardingEveryMorning": [
        "lambda:InvokeFunction on ForwardingsenddigestsFunction",
        "lambda:InvokeFunction on ForwardingsenddigestsFunction:*",
        "sqs:SendMessage on JobsDeadLetters",
      ],
      "Forwardingdeliverwebhooks": [
        "dynamodb:GetItem on ConsentTable",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:GetItem on LedgerTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:UpdateItem on DeliveryTable",
        "secretsmanager:GetSecretValue on AddressSecret",
        "secretsmanager:GetSecretValue on WebhookSecret",
        "sqs:ChangeMessageVisibility on ForwardingDeliveriesQueue",
        "sqs:DeleteMessage on ForwardingDeliveriesQueue",
        "sqs:GetQueueAttributes on ForwardingDeliveriesQueue",
        "sqs:GetQueueUrl on ForwardingDeliveriesQueue",
        "sqs:ReceiveMessage on ForwardingDeliveriesQueue",
        "sqs:SendMessage on ForwardingDeliveriesQueue",
      ],
      "Forwardingforwardingclient": [
        "dynamodb:GetItem on DeliveryTable",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:PutItem on DeliveryTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:Query on DeliveryTable",
        "dynamodb:Query on DirectoryTable",
        "dynamodb:UpdateItem on DeliveryTable",
        "dynamodb:UpdateItem on DeliveryTable",
        "dynamodb:UpdateItem on DirectoryTable",
        "s3:GetObject on Exports/*",
        "secretsmanager:GetSecretValue on WebhookSecret",
        "ses:SendEmail on ses configuration-set/Untracked",
        "ses:SendEmail on ses identity/Identity",
        "sqs:SendMessage on ForwardingDeliveriesQueue",
        "sqs:SendMessage on ForwardingExportsQueue",
      ],
      "Forwardingforwardingpublic": [
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:UpdateItem on DirectoryTable",
        "secretsmanager:GetSecretValue on OriginSecret",
      ],
      "Forwardingplandeliveries": [
        "dynamodb:GetItem on ConsentTable",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:GetItem on LedgerTable",
        "dynamodb:PutItem on DeliveryTable",
        "dynamodb:Query on DirectoryTable",
        "sqs:ChangeMessageVisibility on ForwardingAnnouncedQueue",
        "sqs:DeleteMessage on ForwardingAnnouncedQueue",
        "sqs:GetQueueAttributes on ForwardingAnnouncedQueue",
        "sqs:GetQueueUrl on ForwardingAnnouncedQueue",
        "sqs:ReceiveMessage on ForwardingAnnouncedQueue",
        "sqs:SendMessage on ForwardingDeliveriesQueue",
      ],
      "Forwardingsenddigests": [
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:Query on DeliveryTable",
        "dynamodb:Query on DirectoryTable",
        "dynamodb:UpdateItem on DeliveryTable",
        "dynamodb:UpdateItem on DirectoryTable",
        "ses:SendEmail on ses configuration-set/Untracked",
        "ses:SendEmail on ses identity/Identity",
        "sqs:GetQueueAttributes on JobsDeadLetters",
        "sqs:GetQueueUrl on JobsDeadLetters",
        "sqs:SendMessage on JobsDeadLetters",
      ],
      "Forwardingwakedeliveries": [
        "dynamodb:Query on DeliveryTable/index/dueDeliveries",
        "dynamodb:UpdateItem on DeliveryTable",
        "sqs:GetQueueAttributes on JobsDeadLetters",
        "sqs:GetQueueUrl on JobsDeadLetters",
        "sqs:SendMessage on ForwardingDeliveriesQueue",
        "sqs:SendMessage on JobsDeadLetters",
      ],
      "Forwardingwriteexports": [
        "dynamodb:BatchGetItem on ConsentTable",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:Query on DirectoryTable",
        "dynamodb:UpdateItem on DirectoryTable",
        "s3:GetObject on Exports/*",
        "s3:ListBucket on Exports",
        "s3:PutObject on Exports/*",
        "secretsmanager:GetSecretValue on AddressSecret",
        "sqs:ChangeMessageVisibility on ForwardingExportsQueue",
        "sqs:DeleteMessage on ForwardingExportsQueue",
        "sqs:GetQueueAttributes on ForwardingExportsQueue",
        "sqs:GetQueueUrl on ForwardingExportsQueue",
        "sqs:ReceiveMessage on ForwardingExportsQueue",
        "sqs:SendMessage on ForwardingExportsQueue",
      ],
      "ReportingEveryHour": [
        "lambda:InvokeFunction on ReportingcountunheardFunction",
        "lambda:InvokeFunction on ReportingcountunheardFunction:*",
        "sqs:SendMessage on JobsDeadLetters",
      ],
      "ReportingEveryMinute": [
        "lambda:InvokeFunction on ReportingheedfindingsFunction",
        "lambda:InvokeFunction on ReportingheedfindingsFunction:*",
        "sqs:SendMessage on JobsDeadLetters",
      ],
      "Reportingcountunheard": [
        "dynamodb:Query on DeliveryTable",
        "dynamodb:UpdateItem on DeliveryTable",
        "sqs:GetQueueAttributes on JobsDeadLetters",
        "sqs:GetQueueUrl on JobsDeadLetters",
        "sqs:SendMessage on JobsDeadLetters",
      ],
      "Reportingfoldactivity": [
        "dynamodb:BatchGetItem on DeliveryTable",
        "dynamodb:DescribeStream on DeliveryTable.stream",
        "dynamodb:GetRecords on DeliveryTable.stream",
        "dynamodb:GetShardIterator on DeliveryTable.stream",
        "dynamodb:ListStreams on DeliveryTable.stream",
        "dynamodb:PutItem on DeliveryTable",
        "dynamodb:UpdateItem on DeliveryTable",
        "sqs:GetQueueAttributes on ReportingFiguresDeadLetters",
        "sqs:GetQueueUrl on ReportingFiguresDeadLetters",
        "sqs:SendMessage on ReportingFiguresDeadLetters",
      ],
      "Reportingfoldfigures": [
        "dynamodb:BatchGetItem on DeliveryTable",
        "dynamodb:DescribeStream on DeliveryTable.stream",
        "dynamodb:GetItem on DeliveryTable",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:GetRecords on DeliveryTable.stream",
        "dynamodb:GetShardIterator on DeliveryTable.stream",
        "dynamodb:ListStreams on DeliveryTable.stream",
        "dynamodb:PutItem on DeliveryTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:Query on DeliveryTable",
        "dynamodb:Query on DirectoryTable",
        "dynamodb:UpdateItem on DeliveryTable",
        "dynamodb:UpdateItem on DirectoryTable",
        "ses:SendEmail on ses configuration-set/Untracked",
        "ses:SendEmail on ses identity/Identity",
        "sqs:ChangeMessageVisibility on ReportingAgainQueue",
        "sqs:DeleteMessage on ReportingAgainQueue",
        "sqs:GetQueueAttributes on ReportingAgainQueue",
        "sqs:GetQueueAttributes on ReportingFiguresDeadLetters",
        "sqs:GetQueueUrl on ReportingAgainQueue",
        "sqs:GetQueueUrl on ReportingFiguresDeadLetters",
        "sqs:ReceiveMessage on ReportingAgainQueue",
        "sqs:SendMessage on ReportingAgainQueue",
        "sqs:SendMessage on ReportingFiguresDeadLetters",
      ],
      "Reportingheedfindings": [
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:PutItem on DeliveryTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:Query on DeliveryTable",
        "dynamodb:UpdateItem on DeliveryTable",
        "ses:GetAccount on *",
        "ses:SendEmail on ses configuration-set/Untracked",
        "ses:SendEmail on ses identity/Identity",
        "sqs:GetQueueAttributes on JobsDeadLetters",
        "sqs:GetQueueUrl on JobsDeadLetters",
        "sqs:SendMessage on JobsDeadLetters",
      ],
      "Reportingrecordoutcomes": [
        "dynamodb:GetItem on ConsentTable",
        "dynamodb:GetItem on DeliveryTable",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:GetItem on LedgerTable",
        "dynamodb:PutItem on ConsentTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:PutItem on LedgerTable",
        "dynamodb:UpdateItem on ConsentTable",
        "dynamodb:UpdateItem on DeliveryTable",
        "dynamodb:UpdateItem on DirectoryTable",
        "sqs:ChangeMessageVisibility on EventsQueue",
        "sqs:DeleteMessage on EventsQueue",
        "sqs:GetQueueAttributes on EventsQueue",
        "sqs:GetQueueUrl on EventsQueue",
        "sqs:ReceiveMessage on EventsQueue",
        "sqs:SendMessage on EventsDeadLetters",
      ],
      "Reportingreportingclient": [
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:Query on DeliveryTable",
      ],
      "Reportingshowcampaigns": [
        "dynamodb:Query on DeliveryTable",
        "dynamodb:Query on DirectoryTable",
      ],
      "SendersEveryMorning": [
        "lambda:InvokeFunction on SenderschecksendersFunction",
        "lambda:InvokeFunction on SenderschecksendersFunction:*",
        "sqs:SendMessage on JobsDeadLetters",
      ],
      "Senderschecksenders": [
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:Query on DirectoryTable",
        "dynamodb:UpdateItem on DeliveryTable",
        "dynamodb:UpdateItem on DirectoryTable",
        "ses:GetEmailIdentity on ses identity/*",
        "ses:SendEmail on ses configuration-set/Untracked",
        "ses:SendEmail on ses identity/Identity",
        "sqs:GetQueueAttributes on JobsDeadLetters",
        "sqs:GetQueueUrl on JobsDeadLetters",
        "sqs:SendMessage on JobsDeadLetters",
      ],
      "Sendersclientssenders": [
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:Query on DirectoryTable",
        "dynamodb:UpdateItem on DirectoryTable",
        "ses:CreateEmailIdentity on ses identity/*",
        "ses:CreateTenantResourceAssociation on ses identity/*",
        "ses:CreateTenantResourceAssociation on ses tenant/*",
        "ses:DeleteEmailIdentity on ses identity/*",
        "ses:DeleteTenantResourceAssociation on ses identity/*",
        "ses:DeleteTenantResourceAssociation on ses tenant/*",
        "ses:GetEmailIdentity on ses identity/*",
        "ses:PutEmailIdentityMailFromAttributes on ses identity/*",
        "ses:TagResource on ses identity/*",
      ],
      "SendingEveryMinute": [
        "lambda:InvokeFunction on SendingreconcilerunsFunction",
        "lambda:InvokeFunction on SendingreconcilerunsFunction:*",
        "sqs:SendMessage on JobsDeadLetters",
      ],
      "Sendingplanaudience": [
        "dynamodb:BatchGetItem on ConsentTable",
        "dynamodb:BatchGetItem on DeliveryTable",
        "dynamodb:GetItem on DeliveryTable",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:PutItem on DeliveryTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:Query on DeliveryTable",
        "dynamodb:Query on DirectoryTable",
        "secretsmanager:GetSecretValue on AddressSecret",
        "ses:GetAccount on *",
        "sqs:ChangeMessageVisibility on SendingPlansQueue",
        "sqs:DeleteMessage on SendingPlansQueue",
        "sqs:GetQueueAttributes on SendingPlansQueue",
        "sqs:GetQueueUrl on SendingPlansQueue",
        "sqs:ReceiveMessage on SendingPlansQueue",
        "sqs:SendMessage on SendingLanesQueue",
        "sqs:SendMessage on SendingPlansQueue",
      ],
      "Sendingreconcileruns": [
        "dynamodb:GetItem on DeliveryTable",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:Query on DeliveryTable",
        "dynamodb:UpdateItem on DeliveryTable",
        "sqs:GetQueueAttributes on JobsDeadLetters",
        "sqs:GetQueueUrl on JobsDeadLetters",
        "sqs:SendMessage on JobsDeadLetters",
        "sqs:SendMessage on SendingLanesQueue",
        "sqs:SendMessage on SendingPlansQueue",
      ],
      "Sendingsendingclient": [
        "dynamodb:GetItem on DeliveryTable",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:Query on DeliveryTable",
        "dynamodb:UpdateItem on DeliveryTable",
        "sqs:SendMessage on SendingPlansQueue",
      ],
      "Sendingsendmessages": [
        "dynamodb:BatchGetItem on DeliveryTable",
        "dynamodb:GetItem on ConsentTable",
        "dynamodb:GetItem on DeliveryTable",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:PutItem on DeliveryTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:Query on DeliveryTable",
        "dynamodb:UpdateItem on DeliveryTable",
        "secretsmanager:GetSecretValue on AddressSecret",
        "secretsmanager:GetSecretValue on LinkSecret",
        "ses:GetAccount on *",
        "ses:SendEmail on ses configuration-set/Tracked",
        "ses:SendEmail on ses configuration-set/Untracked",
        "ses:SendEmail on ses identity/*",
        "sqs:ChangeMessageVisibility on SendingLanesQueue",
        "sqs:DeleteMessage on SendingLanesQueue",
        "sqs:GetQueueAttributes on SendingLanesQueue",
        "sqs:GetQueueUrl on SendingLanesQueue",
        "sqs:ReceiveMessage on SendingLanesQueue",
        "sqs:SendMessage on SendingLanesQueue",
      ],
      "SignUpsendconfirmations": [
        "dynamodb:GetItem on ConsentTable",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:GetItem on LedgerTable",
        "dynamodb:UpdateItem on ConsentTable",
        "dynamodb:UpdateItem on DeliveryTable",
        "secretsmanager:GetSecretValue on AddressSecret",
        "secretsmanager:GetSecretValue on LinkSecret",
        "ses:SendEmail on ses configuration-set/Untracked",
        "ses:SendEmail on ses identity/Identity",
        "sqs:ChangeMessageVisibility on SignUpMailsQueue",
        "sqs:DeleteMessage on SignUpMailsQueue",
        "sqs:GetQueueAttributes on SignUpMailsQueue",
        "sqs:GetQueueUrl on SignUpMailsQueue",
        "sqs:ReceiveMessage on SignUpMailsQueue",
      ],
      "SignUpsendwelcomes": [
        "dynamodb:GetItem on ConsentTable",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:GetItem on LedgerTable",
        "dynamodb:UpdateItem on DeliveryTable",
        "secretsmanager:GetSecretValue on AddressSecret",
        "secretsmanager:GetSecretValue on LinkSecret",
        "ses:SendEmail on ses configuration-set/Tracked",
        "ses:SendEmail on ses configuration-set/Untracked",
        "ses:SendEmail on ses identity/Identity",
        "sqs:ChangeMessageVisibility on SignUpWelcomesQueue",
        "sqs:DeleteMessage on SignUpWelcomesQueue",
        "sqs:GetQueueAttributes on SignUpWelcomesQueue",
        "sqs:GetQueueUrl on SignUpWelcomesQueue",
        "sqs:ReceiveMessage on SignUpWelcomesQueue",
      ],
      "SignUpsignupclient": [
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:PutItem on DirectoryTable",
        "dynamodb:PutItem on LedgerTable",
        "dynamodb:Query on DirectoryTable",
      ],
      "SignUpsignuppublic": [
        "dynamodb:GetItem on ConsentTable",
        "dynamodb:GetItem on DirectoryTable",
        "dynamodb:GetItem on LedgerTable",
        "dynamodb:PutItem on ConsentTable",
        "dynamodb:PutItem on EphemeralTable",
        "dynamodb:PutItem on LedgerTable",
        "dynamodb:UpdateItem on EphemeralTable",
        "secretsmanager:GetSecretValue on AddressSecret",
        "secretsmanager:GetSecretValue on LinkSecret",
        "secretsmanager:GetSecretValue on OriginSecret",
      ],
    }
  `);
});

/** What nobody should hold, and who does all the same, with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  'Clientsclientsoperator: ses:CreateTenant on *': 'a tenant has no name before it is made',
  'Consentwritecheckpoint: dynamodb:Scan on ConsentTable':
    'the end of every chain is read once a day, in the background',
  'Reportingheedfindings: ses:GetAccount on *': 'the account is asked about itself: whether it is under review',
  'Sendingplanaudience: ses:GetAccount on *': 'the account is asked about itself: how fast, and how much a day',
  'Sendingsendmessages: ses:GetAccount on *': 'the account is asked about itself: how fast, and how much a day',
};

it('nobody may delete, scan, use a wildcard action, or act on everything, but for these', () => {
  const wide = grants
    .map(([name, grant]) => `${name}: ${grant}`)
    .filter((line) => /dynamodb:(DeleteItem|Scan|BatchWriteItem|\*)|:\S*\* on | on \*$/.test(line));
  expect(wide.sort()).toEqual(Object.keys(exceptions).sort());
});

it('nobody may change or delete what the ledger says', () => {
  const changing = grants.filter(([, grant]) => /^dynamodb:(Update|Delete|BatchWrite)\w* on LedgerTable/.test(grant));
  expect(changing).toEqual([]);
});
