/**
 * List prices in US dollars, us-east-1. `confirmed`: where the figure itself was read, other than from memory; AWS's own pages name it,
 * and show it by a script. Look them up again before you rely on them: docs/cost.md says how.
 */
export interface Price {
  readonly service: string;
  readonly usd: number;
  /** For so many. */
  readonly per: number;
  readonly unit: string;
  /** AWS's page about it. */
  readonly page: string;
  /** Of each month, what AWS gives every account for good. @default 0 */
  readonly free?: number;
  readonly confirmed: string | undefined;
}

export const pricedOn = '2026-11-25';
export const region = 'us-east-1';

const million = 1_000_000;
const dynamo = { service: 'DynamoDB', page: 'https://aws.amazon.com/dynamodb/pricing/on-demand/' } as const;
const lambda = { service: 'Lambda', page: 'https://aws.amazon.com/lambda/pricing/' } as const;
const watch = { service: 'CloudWatch', page: 'https://aws.amazon.com/cloudwatch/pricing/' } as const;
const cloudWatchPlans = 'a transcript of the AWS page of 2026-05';

export const prices = {
  mail: {
    service: 'SES',
    page: 'https://aws.amazon.com/ses/pricing/',
    ...{ usd: 0.1, per: 1_000, unit: 'messages' },
    confirmed: 'many pages; without one of the pricing plans that SES has since 2026-07',
  },
  writes: {
    ...dynamo,
    ...{ usd: 0.625, per: million, unit: 'write units' },
    confirmed: 'pages about the price cut of 2024-11',
  },
  reads: {
    ...dynamo,
    ...{ usd: 0.125, per: million, unit: 'read units' },
    confirmed: 'pages about the price cut of 2024-11',
  },
  stored: {
    ...dynamo,
    ...{ usd: 0.25, per: 1, unit: 'GB kept for a month', free: 25 },
    confirmed: 'pages about DynamoDB',
  },
  recovery: {
    ...dynamo,
    ...{ usd: 0.2, per: 1, unit: 'GB that can be recovered' },
    confirmed: 'pages about DynamoDB',
  },
  invocations: {
    ...lambda,
    ...{ usd: 0.2, per: million, unit: 'invocations', free: million },
    confirmed: 'a transcript of the AWS page of 2026-09',
  },
  compute: {
    ...lambda,
    ...{ usd: 13.3334, per: million, unit: 'GB seconds, ARM', free: 400_000 },
    confirmed: "a package that reckons with it (artillery's prices)",
  },
  archived: {
    service: 'Firehose',
    page: 'https://aws.amazon.com/firehose/pricing/',
    // 0.029 taken in, 0.02 told apart by day and client.
    ...{ usd: 0.049, per: 1, unit: 'GB for the archive' },
    confirmed: undefined,
  },
  objects: {
    service: 'Firehose and S3',
    page: 'https://aws.amazon.com/firehose/pricing/',
    // 0.005 a thousand to make one, and as much to put it.
    ...{ usd: 0.01, per: 1_000, unit: 'files of the archive' },
    confirmed: undefined,
  },
  queued: {
    service: 'SQS',
    page: 'https://aws.amazon.com/sqs/pricing/',
    ...{ usd: 0.4, per: million, unit: 'requests', free: million },
    confirmed: 'pages about SQS',
  },
  topic: {
    service: 'SNS',
    page: 'https://aws.amazon.com/sns/pricing/',
    ...{ usd: 0.5, per: million, unit: 'events', free: million },
    confirmed: 'pages about SNS',
  },
  bus: {
    service: 'EventBridge',
    page: 'https://aws.amazon.com/eventbridge/pricing/',
    ...{ usd: 0, per: million, unit: 'events of SES' },
    // Events of services are free but for "opt-in data events", 1.00 a million; the page names S3, and not SES.
    confirmed: undefined,
  },
  logs: {
    ...watch,
    ...{ usd: 0.5, per: 1, unit: 'GB of logs', free: 5 },
    confirmed: cloudWatchPlans,
  },
  metrics: {
    ...watch,
    ...{ usd: 0.3, per: 1, unit: 'figures, for the hours in which they are written', free: 10 },
    confirmed: cloudWatchPlans,
  },
  alarms: {
    ...watch,
    ...{ usd: 0.1, per: 1, unit: 'figures that alarms watch', free: 10 },
    confirmed: cloudWatchPlans,
  },
  composites: {
    ...watch,
    ...{ usd: 0.5, per: 1, unit: 'composite alarms' },
    confirmed: 'pages about CloudWatch',
  },
  dashboards: {
    ...watch,
    ...{ usd: 3, per: 1, unit: 'dashboards', free: 3 },
    confirmed: cloudWatchPlans,
  },
  traces: {
    service: 'X-Ray',
    page: 'https://aws.amazon.com/xray/pricing/',
    ...{ usd: 5, per: million, unit: 'traces', free: 100_000 },
    confirmed: cloudWatchPlans,
  },
  secrets: {
    service: 'Secrets Manager',
    page: 'https://aws.amazon.com/secrets-manager/pricing/',
    ...{ usd: 0.4, per: 1, unit: 'secrets' },
    confirmed: undefined,
  },
  requests: {
    service: 'API Gateway',
    page: 'https://aws.amazon.com/api-gateway/pricing/',
    ...{ usd: 1, per: million, unit: 'requests' },
    confirmed: 'a transcript of the AWS page of 2026-09',
  },
} as const satisfies Record<string, Price>;
export type PriceName = keyof typeof prices;
