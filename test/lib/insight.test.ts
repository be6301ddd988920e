import { App, Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { deadLetterQueue } from '#lib/constructs/queue-worker.ts';
import { watchedIn } from '#lib/constructs/watched.ts';
import { propertiesOf, templatesWith } from '#test/support/synthesised.ts';

const alarm = z.looseObject({ AlarmDescription: z.string(), AlarmActions: z.array(z.unknown()).default([]) });

let templates: ReturnType<typeof templatesWith>;
let alarms: z.output<typeof alarm>[];

beforeAll(() => {
  templates = templatesWith({ alarmEmail: 'ops@example.com' });
  alarms = propertiesOf(templates.insight, 'AWS::CloudWatch::Alarm').map((each) => alarm.parse(each));
});

const countOf = (type: string, where: (properties: Record<string, unknown>) => boolean = () => true) =>
  [templates.data, templates.mail, templates.service].reduce(
    (sum: number, template: Template) => sum + propertiesOf(template, type).filter(where).length,
    0,
  );
const alarmsOn = (MetricName: string) => alarms.filter((each) => each.MetricName === MetricName);

describe('alarms', () => {
  it('watch all functions, at the price of one', () => {
    expect(alarmsOn('Errors')).toMatchObject([{ Namespace: 'AWS/Lambda', Threshold: 0 }]);
    expect(alarmsOn('Errors')[0]).not.toHaveProperty('Dimensions');
  });

  it('say by name what people lose while a function fails', () => {
    const [impacts] = dashboardTexts('Operations').filter((text) => text.includes('| function |'));
    const rows = impacts!.split('\n').filter((line) => /^\| [a-z-]+ \| \S/.test(line) && !line.includes('---'));
    expect(rows).toHaveLength(countOf('AWS::Lambda::Function') + 1);
  });

  it('watch every queue: that nothing waits in it, or that nothing was given up', () => {
    const deadLetters = countOf('AWS::SQS::Queue', ({ RedrivePolicy }) => RedrivePolicy === undefined);
    expect(alarmsOn('ApproximateNumberOfMessagesVisible')).toHaveLength(deadLetters);
    expect(alarmsOn('ApproximateAgeOfOldestMessage')).toHaveLength(countOf('AWS::SQS::Queue') - deadLetters);
  });

  it('ring by themselves, or together where one cause makes many things wait', () => {
    const [together, ...others] = propertiesOf(templates.insight, 'AWS::CloudWatch::CompositeAlarm');
    expect(others).toEqual([]);
    expect(together!.AlarmActions).toHaveLength(1);
    const silent = alarms.filter(({ AlarmActions }) => AlarmActions.length === 0);
    const waiting = ['ApproximateAgeOfOldestMessage', 'IteratorAge'];
    expect(silent.every(({ MetricName }) => waiting.includes(String(MetricName)))).toBe(true);
    expect(silent).toHaveLength(waiting.flatMap(alarmsOn).length);
    expect(JSON.stringify(together!.AlarmRule).match(/ALARM\(/g)).toHaveLength(silent.length);
  });

  it('ring when more than ten of eleven who were asked do not confirm (list bombing), of thirty and more', () => {
    const [bombing] = alarms.filter(({ Metrics }) => JSON.stringify(Metrics ?? '').includes('SignUpsRequested'));
    expect(bombing).toMatchObject({ Threshold: 10, AlarmActions: [expect.anything()] });
    expect(JSON.stringify(bombing!.Metrics)).toContain('IF(asked > 30, asked / MAX([FILL(confirmed, 0), 1]), 0)');
  });

  it('ring when of more than 1 % of what went out nothing was heard, of three messages and more', () => {
    const [silence] = alarms.filter(({ Metrics }) => JSON.stringify(Metrics ?? '').includes('MailUnheard'));
    expect(silence).toMatchObject({ Threshold: 1, AlarmActions: [expect.anything()] });
    expect(JSON.stringify(silence!.Metrics)).toContain('IF(unheard > 2, 100 * unheard / asked, 0)');
  });

  it.each(['DeliveriesGivenUp', 'MailUnknown', 'SenderBroken'])('watch what the functions count: %s', (metric) => {
    expect(alarmsOn(metric)).toMatchObject([
      { Namespace: 'Assent', Threshold: 0, Dimensions: [{ Name: 'service', Value: 'assent' }] },
    ]);
  });

  it('watch every stream that is read', () => {
    const streams = countOf(
      'AWS::Lambda::EventSourceMapping',
      ({ StartingPosition }) => StartingPosition !== undefined,
    );
    expect(streams).toBeGreaterThan(0);
    expect(alarmsOn('IteratorAge')).toHaveLength(streams);
  });

  it('say what a person loses, what to do first, and which page of the runbook goes on', () => {
    for (const { AlarmDescription } of alarms) {
      const [, runbook] = /^[A-Z].+\. First: .+\. Then: (docs\/runbooks\/[a-z-]+\.md)$/.exec(AlarmDescription) ?? [];
      expect(runbook, AlarmDescription).toBeDefined();
      expect(existsSync(runbook!), runbook).toBe(true);
    }
  });

  it('ring for a single failure to unsubscribe', () => {
    expect(alarmsOn('UnsubscribingFailed')).toMatchObject([
      { Threshold: 0, ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1 },
    ]);
  });

  it('ring before SES looks into the account (5 % and 0.1 %), and stay as they are without figures', () => {
    expect(alarmsOn('Reputation.BounceRate')).toMatchObject([{ Threshold: 0.03, TreatMissingData: 'ignore' }]);
    expect(alarmsOn('Reputation.ComplaintRate')).toMatchObject([{ Threshold: 0.0005, TreatMissingData: 'ignore' }]);
  });

  it('reach a person by mail, over TLS only', () => {
    templates.insight.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'ops@example.com',
    });
    expect(JSON.stringify(propertiesOf(templates.insight, 'AWS::SNS::TopicPolicy'))).toContain('aws:SecureTransport');
  });
});

describe('a queue made by hand', () => {
  it('is watched, with the impact of its dead-letter queue', () => {
    const stack = new Stack(new App(), 'S');
    const queue = deadLetterQueue(stack, 'Dead', 'bounces are not heeded');
    new Queue(stack, 'Events', { deadLetterQueue: { queue, maxReceiveCount: 5 } });
    expect(watchedIn([stack]).queues).toMatchObject([{ name: 'Events', impact: 'bounces are not heeded' }]);
  });

  it('cannot be deployed when it loses what fails', () => {
    const stack = new Stack(new App(), 'S');
    new Queue(stack, 'Lonely');
    expect(() => watchedIn([stack])).toThrow('the queue S/Lonely loses what fails');
  });
});

const bodies = () =>
  Object.entries(templates.insight.findResources('AWS::CloudWatch::Dashboard')).map(([id, resource]) => ({
    id,
    // Names of what is deployed are not known yet: they do not matter here.
    body: body.parse(
      JSON.parse(flat((resource as { Properties: { DashboardBody: unknown } }).Properties.DashboardBody)),
    ),
  }));
const widget = z.looseObject({
  type: z.string(),
  x: z.int(),
  y: z.int(),
  width: z.int(),
  height: z.int(),
  properties: z.looseObject({
    title: z.string().optional(),
    markdown: z.string().optional(),
    metrics: z.array(z.array(z.unknown())).default([]),
    yAxis: z.looseObject({ left: z.looseObject({ label: z.string(), min: z.literal(0) }) }).optional(),
    view: z.string().optional(),
  }),
});
const body = z.looseObject({ widgets: z.array(widget) });
const flat = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const join = z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) }).safeParse(value);
  return join.success ? join.data['Fn::Join'][1].map(flat).join('') : 'deployed';
};
const dashboardTexts = (id: string): string[] =>
  bodies()
    .filter((each) => each.id.startsWith(id))
    .flatMap((each) => each.body.widgets.flatMap(({ properties: { markdown = [] } }) => markdown));

describe('the dashboards', () => {
  it('are three, within what is free: fifty metrics each', () => {
    expect(
      bodies()
        .map(({ id }) => id.replace(/Dashboard.*/, ''))
        .sort(),
    ).toEqual(['Deliverability', 'Operations', 'Programme']);
    for (const {
      id,
      body: { widgets },
    } of bodies()) {
      const named = widgets.flatMap(({ properties: { metrics } }) =>
        metrics.filter(([first]) => typeof first === 'string'),
      );
      expect(named.length, id).toBeLessThanOrEqual(50);
    }
  });

  it('ask a question with every chart, say its unit, and beneath it what is drawn and what is good', () => {
    for (const {
      body: { widgets },
    } of bodies())
      for (const chart of widgets.filter(({ type }) => type !== 'text')) {
        const { title = '', view, yAxis } = chart.properties;
        expect(title).toMatch(/\?$/);
        if (chart.type === 'metric' && view !== 'singleValue') expect(yAxis?.left.label, title).toMatch(/\w/);
        if (chart.type === 'alarm') continue; // Each alarm says it itself.
        const beneath = widgets.find(
          ({ type, x, y }) => type === 'text' && x === chart.x && y === chart.y + chart.height,
        );
        expect(beneath?.properties.markdown?.length, title).toBeGreaterThan(20);
      }
  });

  it('begin with what good looks like, and name only pages of the runbook that are there', () => {
    for (const {
      id,
      body: { widgets },
    } of bodies())
      expect(widgets[0]!.properties.markdown, id).toContain('**Good:**');
    const pages =
      bodies()
        .flatMap(({ id }) => dashboardTexts(id))
        .join('\n')
        .match(/docs\/[a-z/-]+\.md/g) ?? [];
    expect(pages.length).toBeGreaterThan(10);
    for (const page of new Set(pages)) expect(existsSync(page), page).toBe(true);
  });
});

describe('what is watched', () => {
  it('can be removed: Insight holds on to no export', () => {
    expect(JSON.stringify(templates.insight.toJSON())).not.toContain('Fn::ImportValue');
  });
});
