export interface Excuse {
  /** `*` stands for anything. */
  readonly action: string;
  /** Part of the role's name. @default every role */
  readonly role?: string;
  /** Part of the resource. @default every resource */
  readonly resource?: string;
  readonly why: string;
  /** Whether a journey comes to it depends on who is slower: then it is no fault that the excuse was not needed. */
  readonly byChance?: true;
}

const polling = 'Lambda itself reads queues and streams with the role; the emulator reads them without asking';
const pollingByCdk = `${polling}. CDK grants this one with the others`;

/** Grants that no test can make use of, or that CDK gives and does not let us take away. */
export const idleByDesign: readonly Excuse[] = [
  { action: 'logs:CreateLogStream', why: 'Lambda itself writes the log with the role; the emulator does not ask' },
  { action: 'logs:PutLogEvents', why: 'Lambda itself writes the log with the role; the emulator does not ask' },
  { action: 'xray:PutTraceSegments', why: 'Lambda itself sends traces with the role; the emulator makes none' },
  { action: 'xray:PutTelemetryRecords', why: 'Lambda itself sends traces with the role; the emulator makes none' },
  { action: 'sqs:ReceiveMessage', why: polling },
  { action: 'sqs:DeleteMessage', why: polling },
  { action: 'sqs:ChangeMessageVisibility', why: pollingByCdk },
  { action: 'sqs:GetQueueAttributes', why: pollingByCdk },
  { action: 'sqs:GetQueueUrl', why: pollingByCdk },
  { action: 'dynamodb:GetRecords', resource: '/stream/', why: polling },
  { action: 'dynamodb:GetShardIterator', resource: '/stream/', why: polling },
  { action: 'dynamodb:DescribeStream', resource: '/stream/', why: polling },
  { action: 'dynamodb:ListStreams', resource: '/stream/', why: pollingByCdk },
  {
    action: 'sqs:SendMessage',
    resource: 'DeadLetters',
    why: 'Lambda itself gives up a range of a stream with the role, after a hundred tries',
  },
  {
    action: 's3:*',
    role: 'ReportingArchiveRole',
    why: 'Firehose itself writes the archive with the role; the emulator does not ask',
  },
  {
    action: 'lambda:InvokeFunction',
    role: 'Every',
    why: 'the clock does not come round during a test, which runs the job itself',
  },
  {
    action: 'lambda:InvokeFunction',
    role: 'DailyCheckpoint',
    why: 'the clock does not come round during a test, which runs the job itself',
  },
  {
    action: 'ses:TagResource',
    role: 'clientssenders',
    why: 'AWS asks for it when an identity is made with a tag; the emulator does not',
  },
  {
    action: 'sqs:SendMessage',
    role: 'StartRole',
    why: 'EventBridge Scheduler starts campaigns with the role; the emulator does so without asking',
  },
  { action: 'iam:PassRole', why: 'the emulator lets a role be handed to a schedule without asking' },
  {
    action: 'sqs:SendMessage',
    role: 'writeexports',
    resource: 'ExportsQueue',
    why: 'a list that takes more than one run: test/forwarding/write-exports.store.test.ts goes through the chain',
  },
  {
    action: 's3:ListBucket',
    role: 'contactsclient',
    resource: 'imports',
    why: 'with it S3 says that a file is not there, and not that nobody may know; the emulator says so without',
  },
  {
    action: 's3:ListBucket',
    role: 'takeinimports',
    resource: 'imports',
    why: 'with it S3 says that a file is not there, and not that nobody may know; the emulator says so without',
  },
  {
    action: 's3:GetObject',
    role: 'writeexports',
    resource: 'exports',
    why: 'an upload that S3 knows no more: test/forwarding/write-exports.store.test.ts drops one',
  },
  {
    action: 's3:ListBucket',
    role: 'writeexports',
    resource: 'exports',
    why: 'an upload that S3 knows no more: test/forwarding/write-exports.store.test.ts drops one',
  },
  {
    action: 'dynamodb:PutItem',
    role: 'reconcileruns',
    byChance: true,
    resource: 'DirectoryTable',
    why: 'a run that is complete and was not closed: the proof by faults of test/sending/ comes to it',
  },
  {
    action: 'dynamodb:GetItem',
    role: 'reconcileruns',
    byChance: true,
    resource: 'DeliveryTable',
    why: 'a message of which nobody knew: the proof by faults of test/sending/ comes to it',
  },
  {
    action: 'sqs:SendMessage',
    role: 'reconcileruns',
    byChance: true,
    resource: 'LanesQueue',
    why: 'a lane that nobody is at: the proof by faults of test/sending/ comes to it',
  },
  {
    action: 'sqs:SendMessage',
    role: 'reconcileruns',
    byChance: true,
    resource: 'PlansQueue',
    why: 'planning that stands still: the proof by faults of test/sending/ comes to it',
  },
  {
    action: 'dynamodb:GetItem',
    role: 'sendingclient',
    resource: 'DeliveryTable',
    why: 'the better of two subjects is chosen: test/sending/steer.test.ts',
  },
  {
    action: 'dynamodb:UpdateItem',
    role: 'sendingclient',
    resource: 'DeliveryTable',
    why: 'the better of two subjects is chosen: test/sending/steer.test.ts',
  },
  {
    action: 'dynamodb:Query',
    role: 'tellagain',
    resource: 'DeliveryTable',
    why: 'who left after a campaign, and is told of again: which campaign it was is asked by test/reporting/fold-growth.test.ts',
  },
];
