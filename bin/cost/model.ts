import { mailProviders } from '#contract/figures.ts';
import { metrics } from '#lambdas/platform/keys/metrics.ts';
import type { Dimension, MetricName } from '#lambdas/platform/keys/metrics.ts';
import { prices } from './prices.ts';
import type { Price, PriceName } from './prices.ts';
import { known, usage } from './usage.ts';
import type { Usage, Use } from './usage.ts';

/** A month. */
export interface Plan {
  /** Of campaigns. */
  readonly messages: number;
  readonly contacts: number;
  readonly clients: number;
  /** People who sign up and confirm. */
  readonly signUps: number;
  readonly importedRows: number;
  /** Campaigns of a client. */
  readonly campaigns: number;
  /** Events for each message. */
  readonly opens: number;
  readonly clicks: number;
  readonly bounces: number;
  /** For how many months messages were sent like that: they stay for thirteen. */
  readonly months: number;
}

export const usualPlan: Plan = {
  messages: 1e6,
  contacts: 1e6,
  clients: 20,
  signUps: 2_000,
  importedRows: 0,
  campaigns: 8,
  opens: 0.5,
  clicks: 0.05,
  bounces: 0.01,
  months: 13,
};

/** `idle`: is there while nobody does anything; `mail`: follows messages; `people`: contacts; `figures`: what is drawn in dashboards. */
export const groups = ['idle', 'mail', 'people', 'figures'] as const;
export type Group = (typeof groups)[number];

export interface Line {
  readonly group: Group;
  readonly price: PriceName;
  readonly service: string;
  readonly quantity: number;
  readonly unit: string;
  readonly usd: number;
}

export interface Cost {
  readonly lines: readonly Line[];
  readonly usd: Readonly<Record<Group, number>>;
  /** Taken off for what AWS gives each account for good. */
  readonly allowances: number;
  /** With the allowances. */
  readonly total: number;
  /** What SES asks for the messages of campaigns. */
  readonly sesFee: number;
}

type Quantities = Partial<Record<PriceName, number>>;

/** Pure: what a month costs, by list prices. */
export function costOf(plan: Plan, measured: Usage = usage): Cost {
  const quantities: Record<Group, Quantities> = {
    idle: idle(measured),
    mail: mail(plan, measured),
    people: people(plan, measured),
    figures: { metrics: figuresWritten(plan) },
  };
  const lines = groups
    .flatMap((group) => linesOf(group, quantities[group]))
    .filter(({ quantity }) => quantity > 0)
    .toSorted((one, other) => other.usd - one.usd);
  const sumOf = (some: readonly Line[]): number => some.reduce((sum, { usd }) => sum + usd, 0);
  const of = (group: Group): number => sumOf(lines.filter((line) => line.group === group));
  const allowances = sumOf(lines) - sumOf(withAllowances(lines));
  return {
    lines,
    usd: { idle: of('idle'), mail: of('mail'), people: of('people'), figures: of('figures') },
    allowances,
    total: sumOf(lines) - allowances,
    sesFee: (plan.messages * prices.mail.usd) / prices.mail.per,
  };
}

const priceNames = Object.keys(prices).filter((name): name is PriceName => name in prices);

const linesOf = (group: Group, quantities: Quantities): Line[] =>
  priceNames.map((name) => {
    const { service, unit, usd, per } = prices[name];
    const quantity = quantities[name] ?? 0;
    return { group, price: name, service, quantity, unit, usd: (quantity * usd) / per };
  });

/** The same with an allowance taken off the lines that it is for, of each its share. */
export function withAllowances(lines: readonly Line[]): Line[] {
  return lines.map((line) => {
    const { free = 0 }: Price = prices[line.price];
    const all = lines.filter(({ price }) => price === line.price).reduce((sum, { quantity }) => sum + quantity, 0);
    return { ...line, usd: line.usd * Math.max(0, 1 - free / all) };
  });
}

const gb = 1_024 ** 3;

function idle({ idle: has }: Usage): Quantities {
  return {
    alarms: has.alarmMetrics,
    composites: has.compositeAlarms,
    dashboards: has.dashboards,
    secrets: has.secrets,
    queued: has.queueReaders * known.asksOfQueue,
    invocations: has.runs,
    compute: has.runs * known.secondsOfJob * known.gbOfJobs,
    reads: has.runs,
    logs: (has.runs * 150 + has.loudRuns * known.bytesOfRun) / gb,
    // The first of its second.
    traces: has.loudRuns,
  };
}

function mail(plan: Plan, measured: Usage): Quantities {
  const { messages, months, opens, clicks, bounces } = plan;
  const { plan: planned, send, foldSent, events } = measured;
  // A bounce comes by both ways.
  const heard = [
    { ...events.Send, times: 1 },
    { ...events.Delivery, times: 1 },
    { ...events.Open, times: opens },
    { ...events.Click, times: clicks },
    { ...events.Bounce, times: 2 * bounces },
  ];
  const each = (of: (use: Use) => number): number =>
    of(planned) +
    of(send) +
    of(foldSent) +
    heard.reduce((sum, { times, record, fold }) => sum + times * (of(record) + of(fold)), 0);
  const eventsEach = heard.reduce((sum, { times }) => sum + times, 0);
  const eventCompute = heard.reduce(
    (sum, { times, record, fold }) =>
      sum + times * (record.waitedSeconds * known.gbOfEvents + fold.waitedSeconds * known.gbOfFolding),
    0,
  );
  // CPU takes memory and time in proportion: what counts is the core.
  const cpu = (known.cpuSecondsOfMessage + eventsEach * known.cpuSecondsOfEvent) / known.coresAtGb;
  const loudRuns = planned.invocations + send.invocations;
  const stored = (messages * months * measured.storedBytes) / gb;
  return {
    writes: messages * each(({ writes }) => writes),
    reads: messages * each(({ reads }) => reads),
    invocations: messages * each(({ invocations }) => invocations),
    compute:
      messages *
      ((planned.waitedSeconds + send.waitedSeconds) * known.gbOfSending +
        foldSent.waitedSeconds * known.gbOfFolding +
        eventCompute +
        cpu),
    queued:
      messages *
      (planned.queued +
        send.queued +
        2 * loudRuns +
        heard.reduce((sum, { times, record }) => sum + times * (1 + 2 * Math.max(0.1, record.invocations)), 0)),
    topic: messages * bounces,
    archived: (messages * each(({ archivedBytes }) => archivedBytes)) / gb,
    // A file of each client for each quarter of an hour in which something was heard.
    objects: 4 * plan.clients * hoursWith((opens * messages) / Math.max(1, 4 * plan.clients)),
    bus: messages * (eventsEach - bounces),
    logs: (messages * (each(({ logBytes }) => logBytes) + loudRuns * known.bytesOfRun)) / gb,
    traces: messages * loudRuns * known.traced,
    stored,
    recovery: stored,
  };
}

function people({ signUps, importedRows, contacts }: Plan, measured: Usage): Quantities {
  const { confirmed, imported, events } = measured;
  const mails = signUps * known.mailsOfSignUp;
  const heard = [events.Send.record, events.Delivery.record];
  const ofMails = (of: (use: Use) => number): number => mails * heard.reduce((sum, use) => sum + of(use), 0);
  const stored = (contacts * confirmed.storedBytes) / gb;
  const invocations = signUps * known.signUp.invocations + ofMails((use) => use.invocations);
  return {
    writes:
      signUps * (confirmed.writes + known.signUp.writes) +
      importedRows * imported.writes +
      ofMails((use) => use.writes),
    reads:
      signUps * (confirmed.reads + known.signUp.reads) + importedRows * imported.reads + ofMails((use) => use.reads),
    invocations,
    compute: invocations * known.secondsOfJob * known.gbOfJobs,
    queued: signUps * known.signUp.queued * 3 + 2 * mails,
    requests: signUps * known.signUp.requests,
    logs: (signUps * known.signUp.logBytes) / gb,
    traces: invocations * known.traced,
    stored,
    recovery: stored,
  };
}

/** How many values a dimension has. */
const valuesOf = (clients: number): Readonly<Record<Dimension, number>> => ({
  client: clients,
  provider: mailProviders.length,
  purpose: 3,
  reason: 2,
  status: 3,
  way: 1,
  what: 1,
});

/** In how many hours of a month something happens that happens so often, at any time. */
const hoursWith = (times: number): number => known.monthHours * (1 - Math.exp(-times / known.monthHours));

/** Of how many figures a whole month is paid: each counts for the hours in which it is written. */
export function figuresWritten(plan: Plan): number {
  const { clients } = plan;
  const values = valuesOf(clients);
  const monthsOf = (name: MetricName): number => {
    const sets: readonly (readonly Dimension[])[] = metrics[name];
    return sets
      .map((dimensions) => {
        const ofClient = dimensions.includes('client');
        const series = dimensions.reduce((product, dimension) => product * values[dimension], 1);
        return (series * hoursWith(timesOf(name, plan) / (ofClient ? clients : 1))) / known.monthHours;
      })
      .reduce((sum, each) => sum + each, 0);
  };
  return Object.keys(metrics)
    .filter((name): name is MetricName => name in metrics)
    .reduce((sum, name) => sum + monthsOf(name), 0);
}

/** How often a figure is written in hours of their own, by the whole account. */
function timesOf(name: MetricName, { messages, clients, campaigns, signUps, bounces }: Plan): number {
  const sent = clients * campaigns;
  // Sending, and what is told within the hour after.
  const mailing = sent * (1 + messages / Math.max(1, sent) / (90 * 3_600)) + signUps * known.mailsOfSignUp;
  switch (name) {
    case 'MailSent':
    case 'MailDelivered':
    case 'MailBounced':
    case 'MailComplained':
      return mailing;
    case 'SignUpsRequested':
    case 'SignUpsConfirmed':
      return signUps;
    case 'SignUpsWithdrawn':
      return messages * 0.002;
    case 'CampaignsSent':
    case 'PeopleReached':
      return sent;
    case 'AddressesSuppressed':
    case 'MailDelayed':
      return Math.min(mailing, messages * bounces);
    case 'MailRefused':
      return sent;
    case 'SenderLooked':
      return 30;
    // What tells that something is wrong is written when it is.
    default:
      return 1;
  }
}
