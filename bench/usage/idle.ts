import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { propertiesOf } from '#test/support/synthesised.ts';

/** What a deployment has and pays for while nobody uses it. */
export interface Idle {
  /** An alarm costs one for each figure that it watches. */
  readonly alarmMetrics: number;
  readonly compositeAlarms: number;
  readonly dashboards: number;
  readonly secrets: number;
  /** Queues that Lambda asks, day and night. */
  readonly queueReaders: number;
  /** Runs of functions by the clock, in a month. */
  readonly runs: number;
  /** Those of them that Lambda traces, and writes lines of its own about. */
  readonly loudRuns: number;
  readonly keys: number;
}

const watching = z.object({ Metrics: z.array(z.looseObject({ MetricStat: z.unknown().optional() })).default([]) });
const mapping = z.looseObject({ StartingPosition: z.string().optional() });
const schedule = z.looseObject({
  ScheduleExpression: z.string(),
  Target: z.looseObject({ Arn: z.looseObject({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }) }),
});
const traced = z.looseObject({
  Properties: z.looseObject({ TracingConfig: z.looseObject({ Mode: z.literal('Active') }) }),
});
const [minutesInMonth, hoursInMonth, daysInMonth] = [43_800, 730, 30.4];

export function idleOf(templates: readonly Template[]): Idle {
  const all = (type: string) => templates.flatMap((template) => propertiesOf(template, type));
  const jobs = all('AWS::Scheduler::Schedule').map((each) => schedule.parse(each));
  const functions = new Map<string, unknown>(
    templates.flatMap((template) => Object.entries(template.findResources('AWS::Lambda::Function'))),
  );
  return {
    alarmMetrics: sumOf(
      all('AWS::CloudWatch::Alarm').map(
        (alarm) => watching.parse(alarm).Metrics.filter(({ MetricStat }) => MetricStat !== undefined).length || 1,
      ),
    ),
    compositeAlarms: all('AWS::CloudWatch::CompositeAlarm').length,
    dashboards: all('AWS::CloudWatch::Dashboard').length,
    secrets: all('AWS::SecretsManager::Secret').length,
    queueReaders: all('AWS::Lambda::EventSourceMapping').filter(
      (each) => mapping.parse(each).StartingPosition === undefined,
    ).length,
    runs: sumOf(jobs.map(({ ScheduleExpression }) => runsOf(ScheduleExpression))),
    loudRuns: sumOf(
      jobs
        .filter(({ Target }) => traced.safeParse(functions.get(Target.Arn['Fn::GetAtt'][0])).success)
        .map(({ ScheduleExpression }) => runsOf(ScheduleExpression)),
    ),
    keys: all('AWS::KMS::Key').length,
  };
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

/** @throws for a schedule that is neither by minutes or hours nor once a day */
function runsOf(expression: string): number {
  const [, number, unit] = /^rate\((\d+) (minute|hour)s?\)$/.exec(expression) ?? [];
  if (number !== undefined) return (unit === 'hour' ? hoursInMonth : minutesInMonth) / Number(number);
  if (/^cron\(\d+ \d+ \* \* \? \*\)$/.test(expression)) return daysInMonth;
  throw new Error(`how often is ${expression}`);
}
