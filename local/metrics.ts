import {
  paginateDescribeLogGroups,
  CloudWatchLogsClient,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { CloudWatchClient, GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import * as z from 'zod';
import { metricsNamespace } from '#lambdas/platform/keys/metrics.ts';

/** A figure by its name and the names of what it is told apart by: `Assent MailSent service,purpose`. */
type Figure = string;
const figure = (namespace: string, name: string, dimensions: readonly string[]): Figure =>
  [namespace, name, [...dimensions].sort().join()].join(' ');

export interface Compared {
  /** On a dashboard, and written by no function. */
  readonly neverWritten: readonly Figure[];
  /** Written and paid for, and on no dashboard. */
  readonly neverShown: readonly Figure[];
  /** Of AWS, and not in our list of what it measures. */
  readonly unknownOfAws: readonly string[];
  /** Written in another unit than the one that dashboards reckon with. */
  readonly oddUnits: readonly Figure[];
}

/** What AWS measures itself, as far as the dashboards show it: a misspelt name would be an empty chart for good. */
const ofAws: Readonly<Record<string, readonly string[]>> = {
  'AWS/ApiGateway': ['Count', '4xx', '5xx', 'Latency'],
  'AWS/DynamoDB': ['ConsumedWriteCapacityUnits'],
  'AWS/Lambda': ['Errors', 'Duration', 'Throttles', 'Invocations', 'ConcurrentExecutions', 'IteratorAge'],
  'AWS/Logs': ['IncomingBytes'],
  'AWS/SES': ['Send', 'Delivery', 'Reject', 'Reputation.BounceRate', 'Reputation.ComplaintRate'],
  'AWS/SQS': ['ApproximateAgeOfOldestMessage', 'ApproximateNumberOfMessagesVisible'],
};
/** Of metric filters over the access log (lib/constructs/unsubscribing.ts). */
const ofFilters = ['Unsubscribed', 'UnsubscribingFailed'];

/** Holds the dashboards to what was written, and what was written to the dashboards. */
export function compare(bodies: readonly string[], lines: readonly string[]): Compared {
  const shown = bodies.flatMap(figuresOf);
  const written = lines.flatMap(writtenIn);
  const ours = shown.filter(({ namespace }) => namespace === metricsNamespace).map(asFigure);
  const wrote = written.map(asFigure);
  return {
    neverWritten: without(ours, wrote),
    neverShown: without(wrote, ours),
    unknownOfAws: unique(
      shown
        .filter(({ namespace }) => namespace !== metricsNamespace)
        .filter(({ namespace, name }) => !(ofAws[namespace]?.includes(name) ?? ofFilters.includes(name)))
        .map(({ namespace, name }) => `${namespace} ${name}`),
    ),
    oddUnits: unique(written.filter(({ unit }) => unit !== 'Count').map(asFigure)),
  };
}

interface Named {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly string[];
}
const asFigure = ({ namespace, name, dimensions }: Named): Figure => figure(namespace, name, dimensions);
const unique = (all: readonly string[]): string[] => [...new Set(all)].sort();
const without = (some: readonly string[], others: readonly string[]): string[] =>
  unique(some.filter((each) => !others.includes(each)));

const dashboard = z.object({
  widgets: z.array(z.object({ properties: z.object({ metrics: z.array(z.array(z.unknown())).default([]) }) })),
});
const search = /SEARCH\('\{(?<schema>[^}]+)\} MetricName="(?<name>[^"]+)"/;

function figuresOf(body: string): Named[] {
  const entries = dashboard.parse(JSON.parse(body)).widgets.flatMap(({ properties }) => properties.metrics);
  return entries.flatMap((entry) => {
    const [namespace, name, ...pairs] = entry.filter((part) => typeof part === 'string');
    if (namespace !== undefined && name !== undefined)
      return [{ namespace, name, dimensions: pairs.filter((_, place) => place % 2 === 0) }];
    const { schema, name: found } = search.exec(JSON.stringify(entry).replaceAll('\\"', '"'))?.groups ?? {};
    const [of, ...dimensions] = schema?.split(',') ?? [];
    return of !== undefined && found !== undefined ? [{ namespace: of, name: found, dimensions }] : [];
  });
}

const embedded = z.object({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string(), Unit: z.string() })),
      }),
    ),
  }),
});

function writtenIn(line: string): (Named & { readonly unit: string })[] {
  return embedded
    .parse(JSON.parse(line))
    ._aws.CloudWatchMetrics.flatMap(({ Namespace: namespace, Dimensions, Metrics }) =>
      Metrics.flatMap(({ Name: name, Unit: unit }) =>
        Dimensions.map((dimensions) => ({ namespace, name, unit, dimensions })),
      ),
    );
}

/** Prints what is wrong, a line each. @returns counted as a check */
export async function checkMetrics({ endpoint, outputs }: Running) {
  const config = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const bodies = await dashboardsOf(new CloudWatchClient(config), outputs['Assent-Insight']);
  const lines = await embeddedLines(new CloudWatchLogsClient(config));
  const { neverWritten, neverShown, unknownOfAws, oddUnits } = compare(bodies, lines);
  const problems = [
    ...neverWritten.map((each) => `never written, and on a dashboard: ${each}`),
    ...neverShown.map((each) => `written, and on no dashboard: ${each}`),
    ...unknownOfAws.map((each) => `AWS measures nothing of this name, as far as local/metrics.ts knows: ${each}`),
    ...oddUnits.map((each) => `not written in the unit Count: ${each}`),
  ];
  const fine = problems.length === 0 && bodies.length > 0 && lines.length > 0;
  console.log(`${fine ? '✓' : '✗'} metrics (${bodies.length} dashboards, ${lines.length} lines)`);
  for (const problem of problems) console.log(`  ${problem}`);
  return fine ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

interface Running {
  readonly endpoint: string;
  readonly outputs: { readonly 'Assent-Insight': Readonly<Record<string, string>> };
}

async function dashboardsOf(client: CloudWatchClient, outputs: Readonly<Record<string, string>>): Promise<string[]> {
  const names = Object.entries(outputs).filter(([output]) => output.endsWith('Dashboard'));
  const answers = await Promise.all(
    names.map(([, DashboardName]) => client.send(new GetDashboardCommand({ DashboardName }))),
  );
  return answers.map(({ DashboardBody = '' }) => DashboardBody);
}

async function embeddedLines(client: CloudWatchLogsClient): Promise<string[]> {
  const lines: string[] = [];
  // ministack 1.5.33 gives no token with what it cuts off: only what is asked for, and the most that one answer may hold.
  const asked = { filterPattern: '"_aws"', limit: 10_000 };
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {}))
    for (const { logGroupName } of logGroups)
      for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName, ...asked }))
        lines.push(...events.map(({ message = '' }) => message).filter((message) => message.startsWith('{"_aws"')));
  return lines;
}
