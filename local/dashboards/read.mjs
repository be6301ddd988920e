import {
  CloudWatchClient,
  GetDashboardCommand,
  GetMetricDataCommand,
  paginateDescribeAlarms,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';

/** Reads dashboards as they are deployed, and the figures that they ask for: what CloudWatch's own pages do. */
export function cloudWatch(config) {
  const client = new CloudWatchClient(config);
  const stacks = new CloudFormationClient(config);
  return {
    /** In the order of the day: does it run, does it arrive, what comes of it. */
    async dashboards() {
      const { Stacks = [] } = await stacks.send(new DescribeStacksCommand({ StackName: 'Assent-Insight' }));
      const outputs = Stacks[0]?.Outputs ?? [];
      const names = outputs.filter(({ OutputKey }) => OutputKey.endsWith('Dashboard'));
      const order = ['Operations', 'Deliverability', 'Programme'];
      const titleOf = ({ OutputKey }) => OutputKey.replace('Dashboard', '');
      names.sort((one, other) => order.indexOf(titleOf(one)) - order.indexOf(titleOf(other)));
      return Promise.all(
        names.map(async (output) => {
          const { DashboardBody } = await client.send(new GetDashboardCommand({ DashboardName: output.OutputValue }));
          return { title: titleOf(output), name: output.OutputValue, body: JSON.parse(DashboardBody) };
        }),
      );
    },

    /** @returns each with its state, by ARN */
    async alarms() {
      const all = {};
      const kinds = { AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 100 };
      for await (const page of paginateDescribeAlarms({ client }, kinds))
        for (const each of [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])])
          all[each.AlarmArn] = {
            state: each.StateValue,
            reason: each.StateReason,
            since: each.StateUpdatedTimestamp,
            says: each.AlarmDescription,
          };
      return all;
    },

    /** What a chart draws. @returns its lines, each with points `[ms, value]`, or one value where it asks for the whole time */
    async lines(widget, from, to) {
      const { metrics = [], setPeriodToTimeRange: whole = false } = widget.properties;
      const asked = metrics.map(readEntry);
      const known = new Map();
      for (const each of asked)
        if (each.id !== undefined && each.metric) known.set(each.id, await figuresOf(client, each, from, to, whole));
      const lines = [];
      for (const each of asked.filter(({ visible }) => visible))
        lines.push(...(await linesOf(each, known, { client, from, to, whole })));
      return lines;
    },
  };
}

/** `["Assent", "MailSent", "service", "assent", { stat… }]` or `[{ expression… }]` */
function readEntry(entry) {
  const last = entry.at(-1);
  const settings = typeof last === 'object' ? last : {};
  const parts = entry.filter((part) => typeof part === 'string');
  const [namespace, name, ...pairs] = parts;
  const dimensions = Object.fromEntries(pairs.flatMap((part, at) => (at % 2 === 0 ? [[part, pairs[at + 1]]] : [])));
  return {
    ...settings,
    visible: settings.visible !== false,
    metric: namespace === undefined ? undefined : { namespace, name, dimensions },
  };
}

async function linesOf(entry, known, how) {
  const { label, color, expression } = entry;
  if (expression === undefined) {
    const points = await figuresOf(how.client, entry, how.from, how.to, how.whole);
    return [{ label: label ?? entry.metric.name, color, points }];
  }
  const times = /^100 \* (.+)$/.exec(expression);
  const factor = times ? 100 : 1;
  const inner = times ? times[1] : expression;
  const search = /^SEARCH\('\{(.+?)\} MetricName="(.+?)"(.*?)', '(\w+)', (\d+)\)$/.exec(inner);
  if (search) {
    const [, schema, name, rest, stat, period] = search;
    const [namespace, ...names] = schema.split(',');
    const words = [...rest.matchAll(/="(.+?)"/g)].map(([, word]) => word);
    const found = await metricsNamed(how.client, namespace, name, names, words);
    return Promise.all(
      found.map(async (metric) => {
        const asked = { metric, stat, period: Number(period) };
        const points = await figuresOf(how.client, asked, how.from, how.to, how.whole);
        const own = names.filter((each) => each !== 'service').map((each) => metric.dimensions[each]);
        return { label: own.join(' '), points: scaled(points, factor) };
      }),
    );
  }
  const points = known.get(inner);
  if (!points) throw new Error(`this page does not know the expression ${expression}`);
  return [{ label, color, points: scaled(points, factor) }];
}

const scaled = (points, factor) => points.map(([at, value]) => [at, value === null ? null : value * factor]);

async function metricsNamed(client, Namespace, MetricName, names, words) {
  const found = [];
  for await (const { Metrics = [] } of paginateListMetrics({ client }, { Namespace, MetricName }))
    for (const { Dimensions = [] } of Metrics) {
      const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
      const same = Object.keys(dimensions).sort().join() === [...names].sort().join();
      if (same && words.every((word) => Object.values(dimensions).some((value) => value.includes(word))))
        found.push({ namespace: Namespace, name: MetricName, dimensions });
    }
  return found;
}

/** Drawn finer than on AWS while the time looked at is short: the cloud of this machine is young. */
function periodOf({ period = 300 }, from, to) {
  const seconds = (to - from) / 1_000;
  return seconds / period >= 6 ? period : Math.max(60, Math.ceil(seconds / 60 / 60) * 60);
}

async function figuresOf(client, entry, from, to, whole) {
  const { stat = 'Average' } = entry;
  const period = whole ? 3_600 : periodOf(entry, from, to);
  const { namespace, name, dimensions } = entry.metric;
  const Metric = {
    Namespace: namespace,
    MetricName: name,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
  };
  const query = (Id, Stat) => ({ Id, MetricStat: { Metric, Period: period, Stat } });
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(from),
      EndTime: new Date(to),
      MetricDataQueries: whole ? [query('sum', 'Sum'), query('count', 'SampleCount')] : [query('value', stat)],
    }),
  );
  const [first, second] = MetricDataResults;
  const total = (result) => (result?.Values ?? []).reduce((sum, value) => sum + value, 0);
  if (whole) {
    if ((first?.Values ?? []).length === 0) return [];
    return [[to, stat === 'Sum' ? total(first) : total(first) / total(second)]];
  }
  const times = (first?.Timestamps ?? []).map((at) => at.getTime());
  const points = times.map((at, index) => [at, first.Values[index]]);
  points.sort(([one], [other]) => one - other);
  return withGaps(points, period * 1_000, stat, from, to);
}

/** No count is a count of none; no measurement is a gap. */
function withGaps(points, step, stat, from, to) {
  if (points.length === 0) return [];
  const values = new Map(points);
  const all = [];
  const begin = Math.ceil(from / step) * step;
  for (let at = begin; at <= to; at += step) all.push([at, values.get(at) ?? (stat === 'Sum' ? 0 : null)]);
  return all;
}
