import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  AlarmRule,
  ComparisonOperator,
  CompositeAlarm,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmBase, IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { MetricName } from '#lambdas/platform/keys/metrics.ts';
import { own } from './dashboards/own-metrics.ts';
import { sesCount, sesReputation } from './ses-metrics.ts';
import type { Unsubscribing } from './unsubscribing.ts';
import { nameOf } from './watched.ts';
import type { Watched } from './watched.ts';

export interface AlarmsProps extends Watched {
  readonly api: HttpApi;
  readonly unsubscribing: Unsubscribing;
  readonly topic: ITopic;
}

interface Told {
  readonly metric: IMetric;
  /** More than this rings. @default 0 */
  readonly above?: number;
  /** How many periods in a row. @default 1 */
  readonly periods?: number;
  /** What a person loses. */
  readonly impact: string;
  /** Where to look first. */
  readonly first: string;
  /** A page of docs/runbooks. */
  readonly runbook:
    | 'functions'
    | 'dead-letters'
    | 'waiting'
    | 'api'
    | 'reputation'
    | 'webhooks'
    | 'messages'
    | 'unheard'
    | 'sender-domains'
    | 'sign-ups';
  /** Whether no figures mean all is as it was, not that all is well. */
  readonly keepsState?: boolean;
  /** Rings with others of its kind, as one. @default false */
  readonly together?: boolean;
}

/** One alarm for each thing that can fail while nobody looks. Each says what a person loses, and what to do first. */
export class Alarms extends Construct {
  readonly all: AlarmBase[] = [];
  private readonly together: Alarm[] = [];
  private readonly action: SnsAction;

  constructor(scope: Construct, id: string, watched: AlarmsProps) {
    super(scope, id);
    this.action = new SnsAction(watched.topic);
    this.tellOfFunctions(watched);
    this.tellOfQueues(watched);
    this.tellOfDeliveries(watched);
    this.tellOfPages(watched);
    this.tellOfReputation();
    this.tellOfEndpoints();
    this.tellOfMessages();
    this.tellOfSilence();
    this.tellOfFindings();
    this.tellOfRefusals();
    this.tellOfSenders();
    this.tellOfSignUps();
    this.tellOfArchives(watched);
    this.tellTogether();
  }

  private tell(id: string, told: Told): void {
    const alarm = new Alarm(this, id, {
      // People read it in the subject of a mail; it begins with the stack's, so that two deployments do not meet.
      alarmName: `${Stack.of(this).stackName}-${id}`,
      alarmDescription: `${capital(told.impact)}. First: ${told.first}. Then: docs/runbooks/${told.runbook}.md`,
      metric: told.metric,
      threshold: told.above ?? 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: told.periods ?? 1,
      treatMissingData: told.keepsState ? TreatMissingData.IGNORE : TreatMissingData.NOT_BREACHING,
    });
    if (told.together) this.together.push(alarm);
    else alarm.addAlarmAction(this.action);
    this.all.push(alarm);
  }

  /**
   * Once for all: what a queue's function does not do waits and is given up, what a page does not do is an answer of 5xx, and
   * each of these has an alarm that says what people lose.
   */
  private tellOfFunctions({ streamReaders }: Watched): void {
    this.tell('functions-fail', {
      metric: ofAllFunctions('Errors'),
      impact: 'a function ended with an error, and what it was to do is not done',
      first: 'see in the dashboard Operations which, and what people lose by it; read the last errors in its log',
      runbook: 'functions',
    });
    this.tell('functions-throttled', {
      // The room that functions have to run at a time is the account's.
      metric: ofAllFunctions('Throttles'),
      periods: 2,
      impact: 'pages are refused and mail waits, for the account runs as many functions as it may',
      first: 'look in the dashboard for what takes the room',
      runbook: 'functions',
    });
    for (const { node, function: watched, impact } of streamReaders)
      this.tell(`${node.id}-late`, {
        metric: watched.metric('IteratorAge', { statistic: 'Maximum', period: Duration.minutes(1) }),
        above: Duration.minutes(5).toMilliseconds(),
        periods: 5,
        together: true,
        impact: `what is written is told late: ${impact}`,
        first: 'see whether its function fails',
        runbook: 'waiting',
      });
  }

  private tellOfQueues({ queues, deadLetters }: Watched): void {
    for (const { queue, name, impact, waitsAtMost } of queues)
      this.tell(`${name}-waits`, {
        metric: queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', period: Duration.minutes(1) }),
        above: waitsAtMost.toSeconds(),
        periods: 5,
        together: true,
        impact: `messages wait for longer than ${waitsAtMost.toHumanString()}: ${impact}`,
        first: 'see whether its function fails',
        runbook: 'waiting',
      });
    for (const queue of deadLetters)
      this.tell(`${nameOf(queue)}-given-up`, {
        metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', period: Duration.minutes(1) }),
        impact: `messages were given up: ${queue.impact}`,
        first: 'mend the cause, then run assent redrive',
        runbook: 'dead-letters',
      });
  }

  private tellOfDeliveries({ topics, rules }: Watched): void {
    for (const topic of topics)
      this.tell(`${nameOf(topic)}-undelivered`, {
        metric: topic.metricNumberOfNotificationsFailed({ statistic: 'Sum', period: Duration.minutes(5) }),
        impact: 'events of SES are lost between a topic and its queue',
        first: "compare the queue's policy with the topic",
        runbook: 'waiting',
      });
    for (const rule of rules)
      this.tell(`${nameOf(rule)}-undelivered`, {
        metric: new Metric({
          namespace: 'AWS/Events',
          metricName: 'FailedInvocations',
          dimensionsMap: { RuleName: rule.ruleName },
          statistic: 'Sum',
          period: Duration.minutes(5),
        }),
        impact: 'events are lost between a rule and its queue',
        first: "compare the queue's policy with the rule",
        runbook: 'waiting',
      });
  }

  private tellOfPages({ api, unsubscribing }: AlarmsProps): void {
    this.tell('pages-fail', {
      metric: api.metricServerError({ statistic: 'Sum', period: Duration.minutes(5) }),
      above: 5,
      impact: 'people see an error in place of a page or an answer',
      first: 'look for the route and status in the access log',
      runbook: 'api',
    });
    this.tell('unsubscribing-fails', {
      metric: unsubscribing.failed,
      impact: 'people cannot unsubscribe: the law gives ten business days, providers two days',
      first: 'read the last errors of consent-public',
      runbook: 'api',
    });
  }

  /** Warned of before SES looks into the account, which it does at 5 % and 0.1 % (requirements.md 4.4). */
  private tellOfReputation(): void {
    const hourly = { keepsState: true, first: 'find the client whose mail it is', runbook: 'reputation' } as const;
    this.tell('bounces', {
      ...hourly,
      metric: sesReputation('BounceRate'),
      above: 0.03,
      impact: 'more than 3 % of mail bounces: at 5 % SES reviews the account, at 10 % it stops all mail',
    });
    this.tell('complaints', {
      ...hourly,
      metric: sesReputation('ComplaintRate'),
      above: 0.0005,
      impact: 'more than 0.05 % of mail is complained of: at 0.1 % SES reviews the account, at 0.5 % it stops all mail',
    });
  }

  /** A message that SES may have or not is never sent again by itself (docs/decisions/0003). */
  private tellOfMessages(): void {
    this.tell('messages-unknown', {
      metric: counted('MailUnknown'),
      impact: 'messages may not have been sent, and nobody knows: people may wait for a mail that never comes',
      first: 'wait ten minutes for the event of SES; what is still unknown then was most likely not sent',
      runbook: 'messages',
    });
  }

  /** SES tells of every message that it took. Fewer than three are nobody's alarm: of 200, they would be more than 1 %. */
  private tellOfSilence(): void {
    this.tell('messages-unheard', {
      metric: new MathExpression({
        expression: 'IF(unheard > 2, 100 * unheard / asked, 0)',
        usingMetrics: {
          unheard: counted('MailUnheard', Duration.hours(1)),
          asked: counted('MailAsked', Duration.hours(1)),
        },
        period: Duration.hours(1),
      }),
      above: 1,
      impact: 'of more than 1 % of the mail that went out a day ago nobody knows whether it arrived',
      first: 'see whether events wait, or were given up: assent redrive',
      runbook: 'unheard',
    });
  }

  /** By the topic, and not by SES alone, which may be what sends no more. */
  private tellOfFindings(): void {
    this.tell('stopped-by-ses', {
      metric: counted('MailStoppedBySes'),
      impact: 'SES stopped the mail of a client or of the account, or people there look into it: campaigns stand still',
      first: 'read what it says, in the campaign or in the log of heed-findings',
      runbook: 'reputation',
    });
  }

  /** Neither happens unless something is wrong with what we send (requirements.md 8). */
  private tellOfRefusals(): void {
    this.tell('mail-rejected', {
      metric: sesCount('Reject'),
      impact: 'SES found a virus in mail and did not send it',
      first: 'find the campaign, and stop it',
      runbook: 'reputation',
    });
    this.tell('mail-not-rendered', {
      metric: sesCount('RenderingFailure'),
      impact: 'SES could not make mail that it had taken: people wait for it',
      first: 'find the campaign by its events, and stop it',
      runbook: 'messages',
    });
  }

  private tellOfSenders(): void {
    this.tell('senders-broken', {
      metric: counted('SenderBroken'),
      impact: 'campaigns of a client are stopped, for its sender domain lost a record that mailbox providers ask for',
      first: 'the client was told by mail; help it with its DNS',
      runbook: 'sender-domains',
    });
  }

  /** Somebody signs up other people (AB-01): they are mailed once each, and the domain's name suffers. */
  private tellOfSignUps(): void {
    this.tell('sign-ups-unconfirmed', {
      metric: new MathExpression({
        expression: 'IF(asked > 30, asked / MAX([FILL(confirmed, 0), 1]), 0)',
        usingMetrics: {
          asked: counted('SignUpsRequested', Duration.hours(1)),
          confirmed: counted('SignUpsConfirmed', Duration.hours(1)),
        },
        period: Duration.hours(1),
      }),
      above: 10,
      impact: 'of more than ten people who were asked to confirm only one did: somebody may be signing up others',
      first: 'see in the dashboard Programme whose form it is',
      runbook: 'sign-ups',
    });
  }

  /** Firehose tries for a day, and then drops it. It waits for a quarter of an hour by itself. */
  private tellOfArchives({ archives }: Watched): void {
    for (const archive of archives)
      this.tell('archive-late', {
        metric: new Metric({
          namespace: 'AWS/Firehose',
          metricName: 'DeliveryToS3.DataFreshness',
          dimensionsMap: { DeliveryStreamName: archive.stream.ref },
          statistic: 'Maximum',
          period: Duration.minutes(5),
        }),
        above: Duration.hours(1).toSeconds(),
        periods: 3,
        impact: 'outcomes do not get into the archive, and after a day analysts will never have them',
        first: "compare the bucket's policy with the role of the stream",
        runbook: 'waiting',
      });
  }

  /**
   * What waits is worked off by itself once its cause is gone, and one cause makes many wait: it rings once. What was given
   * up has to be mended piece by piece, so that each dead-letter queue rings by itself (docs/decisions/0040).
   */
  private tellTogether(): void {
    const waits = new CompositeAlarm(this, 'work-waits', {
      compositeAlarmName: `${Stack.of(this).stackName}-work-waits`,
      alarmRule: AlarmRule.anyOf(...this.together),
      alarmDescription:
        'Work waits: mail, imports or what clients are told comes late. First: see in the dashboard Operations which alarms of its row are red; each says what people lose. Then: docs/runbooks/waiting.md',
    });
    waits.addAlarmAction(this.action);
    this.all.push(waits);
  }

  /** The client sees each of them; the operator is told, for the client may not look. */
  private tellOfEndpoints(): void {
    this.tell('webhooks-given-up', {
      metric: counted('DeliveriesGivenUp'),
      impact: 'clients are not told of people who signed up or left: their endpoint failed to the last try',
      first: 'ask the client, then assent endpoint replay',
      runbook: 'webhooks',
    });
  }
}

/** What the functions count themselves. */
const counted = (name: MetricName, period = Duration.minutes(5)): Metric => own(name, { period });

/** Of the whole account: it is one metric, and costs one alarm, whatever the number of functions (docs/decisions/0040). */
const ofAllFunctions = (metricName: string): Metric =>
  new Metric({ namespace: 'AWS/Lambda', metricName, statistic: 'Sum', period: Duration.minutes(5) });

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
