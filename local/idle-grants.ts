export interface Excuse {
  /** `*` stands for anything. */
  readonly action: string;
  /** Part of the role's name. @default every role */
  readonly role?: string;
  /** Part of the resource. @default every resource */
  readonly resource?: string;
  readonly why: string;
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
];
