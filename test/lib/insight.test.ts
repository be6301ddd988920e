import { App, Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { deadLetterQueue } from '#lib/constructs/queue-worker.ts';
import { watchedIn } from '#lib/constructs/watched.ts';
import { propertiesOf, templatesWith } from '#test/support/synthesised.ts';

const alarm = z.looseObject({ AlarmDescription: z.string(), AlarmActions: z.array(z.unknown()).min(1) });

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
  it('watch every function', () => {
    expect(alarmsOn('Errors')).toHaveLength(countOf('AWS::Lambda::Function'));
  });

  it('watch every queue: that nothing waits in it, or that nothing was given up', () => {
    const deadLetters = countOf('AWS::SQS::Queue', ({ RedrivePolicy }) => RedrivePolicy === undefined);
    expect(alarmsOn('ApproximateNumberOfMessagesVisible')).toHaveLength(deadLetters);
    expect(alarmsOn('ApproximateAgeOfOldestMessage')).toHaveLength(countOf('AWS::SQS::Queue') - deadLetters);
  });

  it.each(['DeliveriesGivenUp', 'MailUnknown'])('watch what the functions count: %s', (metric) => {
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

describe('the dashboard', () => {
  it('asks a question with every chart', () => {
    const [dashboard] = propertiesOf(templates.insight, 'AWS::CloudWatch::Dashboard');
    const titles = [...JSON.stringify(dashboard).matchAll(/\\"title\\":\\"(.+?)\\"/g)].map(([, title]) => title);
    expect(titles.length).toBeGreaterThan(10);
    for (const title of titles) expect(title).toMatch(/\?$/);
  });
});

describe('what is watched', () => {
  it('can be removed: Insight holds on to no export', () => {
    expect(JSON.stringify(templates.insight.toJSON())).not.toContain('Fn::ImportValue');
  });
});
