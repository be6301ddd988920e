import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { metrics, metricsNamespace, metricsService } from '#lambdas/platform/keys/metrics.ts';
import type { MetricName } from '#lambdas/platform/keys/metrics.ts';

const hour = 3_600_000;
const days = 30;

/**
 * A month of two clients, made up, in lines as the functions write them: for pictures of dashboards, which are empty on the
 * first day. Numbers of a small list that is looked after; in the last week, one bad import.
 */
export async function writeHistory(clientIds: readonly string[]): Promise<void> {
  const now = Math.floor(Date.now() / hour) * hour;
  const lines: string[] = [];
  const sent: MetricDatum[] = [];
  const random = seeded(7);
  const say = (at: number, name: MetricName, values: number[], by: Record<string, string> = {}) => {
    if (values.length > 0) lines.push(lineOf(at, name, values, by));
  };
  for (let back = days * 24; back >= 1; back--) {
    const at = now - back * hour;
    const time = new Date(at);
    const awake = Math.max(0, Math.sin(((time.getUTCHours() - 5) / 16) * Math.PI));
    clientIds.forEach((client, index) => {
      const asked = Math.round(awake * (3 + 2 * index) * (0.5 + random()));
      const ones = (count: number) => Array.from({ length: count }, () => 1);
      say(at, 'SignUpsRequested', ones(asked), { client });
      say(at, 'SignUpsConfirmed', ones(Math.round(asked * (0.62 + 0.15 * random()))), { client });
      say(at, 'SignUpsWithdrawn', ones(random() < 0.12 * awake ? 1 : 0), { client });
      say(at, 'MailSent', ones(asked), { purpose: 'confirm' });
      say(at, 'MailSent', ones(Math.round(asked * 0.7)), { purpose: 'welcome' });
      const letter = time.getUTCHours() === 9 && time.getUTCDay() === (index === 0 ? 2 : 4);
      if (!letter) return;
      const people = Math.round(2_400 + 900 * index + (days * 24 - back) * 1.6);
      const bad = index === 1 && back < 7 * 24;
      say(at, 'MailSent', ones(people), { purpose: 'campaign' });
      say(at, 'CampaignsSent', [1], { client });
      say(at, 'PeopleReached', [people], { client });
      say(at, 'SignUpsWithdrawn', ones(Math.round(people * 0.0022)), { client });
      for (const [provider, share, bounces] of mailboxes) {
        const of = Math.round(people * share);
        const bounced = Math.round(of * bounces * (bad ? 4 : 1));
        const complained = provider === 'google' ? 0 : Math.round(of * (bad ? 0.0016 : 0.0005));
        const answered = [...ones(of - bounced), ...Array.from({ length: bounced }, () => 0)];
        const about = { client, provider };
        say(at, 'MailDelivered', answered, about);
        say(
          at,
          'MailBounced',
          answered.map((one) => 1 - one),
          about,
        );
        say(at, 'MailComplained', [...ones(complained), ...Array.from({ length: of - bounced }, () => 0)], about);
        say(at, 'MailDelayed', ones(Math.round(of * (provider === 'microsoft' ? 0.02 : 0.004))), { provider });
        say(at, 'AddressesSuppressed', ones(bounced), { reason: 'bounce' });
        say(at, 'AddressesSuppressed', ones(complained), { reason: 'complaint' });
      }
      const Timestamp = time;
      sent.push(
        { MetricName: 'Send', Timestamp, Value: people },
        { MetricName: 'Delivery', Timestamp, Value: Math.round(people * 0.986) },
      );
    });
    if (new Date(at).getUTCHours() === 6) say(at, 'SenderLooked', [1, 1], { status: 'ready' });
    const drift = back < 7 * 24 ? 0.006 : 0;
    sent.push(
      { MetricName: 'Reputation.BounceRate', Timestamp: time, Value: 0.011 + drift + 0.002 * Math.sin(back / 40) },
      {
        MetricName: 'Reputation.ComplaintRate',
        Timestamp: time,
        Value: 0.00032 + drift / 60 + 0.00008 * Math.sin(back / 30),
      },
    );
  }
  await putLines(lines);
  const cloudWatch = new CloudWatchClient({});
  for (let start = 0; start < sent.length; start += 150)
    await cloudWatch.send(
      new PutMetricDataCommand({ Namespace: 'AWS/SES', MetricData: sent.slice(start, start + 150) }),
    );
}

/** Whose mailboxes readers have, and what of them bounces. */
const mailboxes = [
  ['google', 0.46, 0.008],
  ['microsoft', 0.24, 0.012],
  ['yahoo', 0.09, 0.011],
  ['apple', 0.08, 0.006],
  ['other', 0.13, 0.019],
] as const;

function lineOf(at: number, name: MetricName, values: readonly number[], by: Record<string, string>): string {
  return JSON.stringify({
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [
        {
          Namespace: metricsNamespace,
          Dimensions: metrics[name].map((set) => ['service', ...set]),
          Metrics: [{ Name: name, Unit: 'Count' }],
        },
      ],
    },
    service: metricsService,
    ...by,
    [name]: values,
  });
}

async function putLines(lines: readonly string[]): Promise<void> {
  const logs = new CloudWatchLogsClient({});
  const place = { logGroupName: '/assent/history', logStreamName: 'made-up' };
  await logs.send(new CreateLogGroupCommand(place)).catch(alreadyThere);
  await logs.send(new CreateLogStreamCommand(place)).catch(alreadyThere);
  for (let start = 0; start < lines.length; start += 200) {
    const logEvents = lines.slice(start, start + 200).map((message) => ({ message, timestamp: Date.now() }));
    await logs.send(new PutLogEventsCommand({ ...place, logEvents }));
  }
}

function alreadyThere(error: unknown): void {
  if (!(error instanceof Error && error.name === 'ResourceAlreadyExistsException')) throw error;
}

/** The same month every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
