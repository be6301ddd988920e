import type { DynamoDBStreamEvent } from 'aws-lambda';
import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import { agreesToCounting } from '#lambdas/consent/agrees-to-counting.ts';
import { standingStore } from '#lambdas/consent/standing-store.ts';
import { sendableCampaigns } from '#lambdas/campaigns/sendable-campaigns.ts';
import { addressKeys } from '#lambdas/platform/address-keys.ts';
import { batch } from '#lambdas/platform/batch.ts';
import { hour, minute, second, systemClock } from '#lambdas/platform/clock.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { consentTable } from '#lambdas/platform/keys/consent.ts';
import { deliveryTable, messagePrefix } from '#lambdas/platform/keys/delivery.ts';
import { eventKey, ledgerTable } from '#lambdas/platform/keys/ledger.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import { messageLog } from '#lambdas/platform/message-log.ts';
import { count } from '#lambdas/platform/metrics.ts';
import { figuresStore } from '#lambdas/reporting/figures-store.ts';
import { handlerWith } from '#lambdas/reporting/fold-figures.ts';
import { readReport } from '#lambdas/reporting/read-report.ts';
import { recordOutcome } from '#lambdas/reporting/record-outcomes.ts';
import type { OutcomesApp } from '#lambdas/reporting/record-outcomes.ts';
import type { ReportsApp } from '#lambdas/reporting/reports-app.ts';
import { planAudience } from '#lambdas/sending/plan-audience.ts';
import { laneMessage, planMessage } from '#lambdas/sending/plan-message.ts';
import { runsStore } from '#lambdas/sending/runs-store.ts';
import { sendLane } from '#lambdas/sending/send-lane.ts';
import { random } from '#test/sending/random.ts';
import type { Random } from '#test/sending/random.ts';
import { campaignId, clientId, generous, peopleOnAList, sendingWorld } from '#test/sending/world.ts';
import type { Outside, SendingWorld, Time } from '#test/sending/world.ts';
import { marshalled } from '#test/support/memory-table.ts';
import { bytesOf, metered, slowed } from '#test/support/metered.ts';
import type { Units } from '#test/support/metered.ts';
import { deploymentSecret } from '#test/support/people.ts';
import { sqsEvent } from '#test/support/sqs-event.ts';
import { gatheredBy } from './arrivals.ts';
import type { Arriving, Gathering } from './arrivals.ts';
import { loggedDuring } from './logged.ts';

/** What a step on a campaign's way takes, in all. */
export interface Use {
  readonly reads: number;
  readonly writes: number;
  readonly invocations: number;
  /** That functions wait for others: what calls take is assumed below. */
  readonly waitedSeconds: number;
  /** Of what we write ourselves: Lambda adds its own lines to each invocation. */
  readonly logBytes: number;
  /** Messages that were put into a queue by us. */
  readonly queued: number;
  /** Taken by Firehose, which counts each record as a multiple of 5 kB. */
  readonly archivedBytes: number;
  /** Of this process, with what the tables in memory take: a clock's figure, for orientation. */
  readonly cpuMs: number;
}

/** As lib/reporting.ts sets up the functions that hear of events and count them. */
export interface Gatherings {
  readonly events: Gathering;
  readonly fold: Gathering;
  /** Of opens and clicks. */
  readonly foldActivity: Gathering;
}

export const eventKinds = ['Send', 'Delivery', 'Open', 'Click', 'Bounce'] as const;
export type EventKind = (typeof eventKinds)[number];

export interface EventUse {
  readonly events: number;
  readonly record: Use;
  readonly fold: Use;
}

export interface CampaignUse {
  readonly messages: number;
  readonly plan: Use;
  readonly send: Use;
  /** Counting that SES took them. */
  readonly foldSent: Use;
  readonly events: Readonly<Record<EventKind, EventUse>>;
  /** What stands in the table Delivery when all is over, as DynamoDB counts it: a hundred more for each item. */
  readonly storedBytes: number;
  /** Of the campaign's report, whole. */
  readonly report: { readonly calls: number; readonly reads: number };
}

/** Milliseconds that calls take within a region. */
const latencies = { QueryCommand: 15, TransactWriteCommand: 30, other: 6, sqs: 12, ses: 80 } as const;
/** The letter of a middling client: figures of a larger one are lower, for more comes together. Fifty in each partition. */
const [people, partitions] = [3_200, 64];
/** By their share in what is sent to people. */
const providers = ['google', 'google', 'google', 'microsoft', 'microsoft', 'yahoo', 'apple', 'other'] as const;
/** A new table takes 4,000 writes a second, in four parts; its stream has a shard for each. */
const shards = 4;
/** Lambda begins with five that ask a queue. */
const pollers = 5;
/** As many functions as lib/sending.ts lets run at a time. */
const workers = { plan: 20, send: 10 } as const;

/**
 * Plans, sends and counts a campaign: the real use cases, on tables in memory that tell their units.
 * @param weigh false for the CPU alone: what an item weighs takes time to find out
 */
export async function campaignUse(gatherings: Gatherings, options: Options = {}): Promise<CampaignUse> {
  // Lanes that wait come back by chance: by the same each time, so that the same is measured.
  const byChance = Math.random;
  Math.random = random(11);
  try {
    return await measured(gatherings, options);
  } finally {
    Math.random = byChance;
  }
}

interface Options {
  readonly perSecond?: number;
  readonly weigh?: boolean;
}

async function measured(gatherings: Gatherings, { perSecond = 100, weigh = true }: Options): Promise<CampaignUse> {
  process.env[ledgerTable.environment] = ledgerTable.name;
  const whom = peopleWhoMayBeCounted();
  const looks: Look[] = [];
  const tables = whom.tables.fork();
  const { db, used } = metered(tables, {
    weigh,
    wrote: (table, item) => {
      if (table === deliveryTable.name && isCounted(item)) looks.push({ atMs: world.time.nowMs, item });
    },
  });
  const world = sendingWorld(whom, 1, db);
  world.state.account = { ...generous, maxPerSecond: perSecond };
  const use = async (work: () => Promise<Ran>): Promise<Use> => {
    const before = used();
    const cpu = process.cpuUsage();
    let ran: Ran = { invocations: 0, waitedMs: 0, queued: 0, archivedBytes: 0 };
    const logBytes = await loggedDuring(async () => void (ran = await work()));
    const { user, system } = process.cpuUsage(cpu);
    const { invocations, waitedMs, queued, archivedBytes } = ran;
    const [reads, writes] = [used().reads - before.reads, used().writes - before.writes];
    const cpuMs = (user + system) / 1_000;
    return { reads, writes, invocations, waitedSeconds: waitedMs / second, logBytes, queued, archivedBytes, cpuMs };
  };

  await world.schedule();
  const plan = await use(() => worked(world, 'plan'));
  const send = await use(() => worked(world, 'send'));
  const slow = weigh ? slowed(db, (command) => world.time.pause(msOf(command))) : db;
  const fold = (gathering: Gathering) => use(() => folded(looks.splice(0), gathering, slow, world.time));
  const foldSent = await fold(gatherings.fold);
  const messages = [...world.sink.took.keys()];
  const eventUse = async (kind: EventKind): Promise<EventUse> => {
    const chance = random(7);
    // Each kind by itself, as if the others had not come.
    world.time.nowMs = began;
    const told = messages.flatMap((message, at) => eventsOf[kind](message, began + (at / perSecond) * second, chance));
    const record = await use(() => recorded(told, gatherings.events, slow, world.time));
    const activity = kind === 'Open' || kind === 'Click';
    return { events: told.length, record, fold: await fold(activity ? gatherings.foldActivity : gatherings.fold) };
  };
  const began = world.time.nowMs;
  const events = {
    Send: await eventUse('Send'),
    Delivery: await eventUse('Delivery'),
    Open: await eventUse('Open'),
    Click: await eventUse('Click'),
    Bounce: await eventUse('Bounce'),
  };
  const storedBytes = tables.all(deliveryTable.name).reduce((sum, item) => sum + 100 + bytesOf(item), 0);
  const report = await reportUse(db, used);
  return { messages: messages.length, plan, send, foldSent, events, storedBytes, report };
}

async function reportUse(db: Db, used: () => Units): Promise<CampaignUse['report']> {
  const before = used();
  const app = { campaigns: sendableCampaigns(db), runs: runsStore(db), figures: figuresStore(db), clock: systemClock };
  // Who asks is of no account here.
  await readReport({ clientId, campaignId }, z.custom<ReportsApp>(() => true).parse(app));
  const { calls, reads } = used();
  return { calls: calls - before.calls, reads: reads - before.reads };
}

interface Ran {
  readonly invocations: number;
  readonly waitedMs: number;
  readonly queued: number;
  readonly archivedBytes: number;
}

type Item = Record<string, unknown>;

interface Look extends Arriving {
  readonly item: Item;
}

/** As the filter of the stream has it (lib/reporting.ts). */
const isCounted = ({ pk, part, status }: Item): boolean =>
  String(pk).startsWith(messagePrefix) &&
  part !== undefined &&
  !['waiting', 'claimed', 'unknown', 'refused'].includes(String(status));

/** Everybody agrees to be counted, which is what costs most. */
function peopleWhoMayBeCounted() {
  const whom = peopleOnAList(people, 3, partitions);
  const tracking = ['open_tracking', 'click_tracking'].map((purpose) => ({ purpose, state: 'given' }));
  const standing = z.looseObject({
    contactId: z.string(),
    addressKey: z.string(),
    lists: z.record(z.string(), z.looseObject({ purposes: z.array(z.unknown()) })),
  });
  for (const item of whom.tables.all(consentTable.name)) {
    const { success, data } = standing.safeParse(item);
    if (!success) continue;
    const lists = Object.entries(data.lists).map(([listId, of]) => [
      listId,
      { ...of, purposes: [...of.purposes, ...tracking] },
    ]);
    whom.tables.seed(consentTable.name, { ...data, lists: Object.fromEntries(lists) });
    whom.tables.seed(ledgerTable.name, { ...eventKey(data.contactId, 1), addressKey: data.addressKey });
  }
  return whom;
}

/** What takes its time, as in a region. */
const msOf = (command: string): number =>
  command === 'QueryCommand' || command === 'TransactWriteCommand' ? latencies[command] : latencies.other;

/** Time passes when everybody waits. */
async function passing<T>(time: Time, until: Promise<T>): Promise<T> {
  let over = false;
  void until.finally(() => (over = true)).catch(() => undefined);
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it ends meanwhile
  while (!over) {
    await setImmediate();
    if (time.nextAt !== undefined) time.goTo(time.nextAt);
  }
  return until;
}

/** Works a queue of sending to its end, several functions at a time, each with one message. Its figures for CloudWatch are left out. */
async function worked(world: SendingWorld, which: 'plan' | 'send'): Promise<Ran> {
  const { time } = world;
  const queue = which === 'plan' ? world.planQueue : world.sendQueue;
  let [invocations, waitedMs, queued] = [0, 0, 0];
  const outside: Outside = async (service, effect, _message, command = '') => {
    if (service === 'sqs') queued++;
    await time.pause(service === 'dynamodb' ? msOf(command) : latencies[service]);
    return effect();
  };
  const { plan, send } = world.apps(outside);
  const providerOf = (address: string) =>
    Promise.resolve(providers[address.charCodeAt(3) % providers.length] ?? 'other');
  const handler =
    which === 'plan'
      ? batch(planMessage, planAudience, () => ({ ...plan, log: jsonLog }))
      : batch(laneMessage, sendLane, () => ({ ...send, log: jsonLog, providerOf }));
  const active = new Set<Promise<void>>();
  const all = async (): Promise<void> => {
    for (;;) {
      for (let next = queue.receive(); next; next = active.size < workers[which] ? queue.receive() : undefined) {
        const { body, done } = next;
        const startedAt = time.nowMs;
        invocations++;
        const one = handler(sqsEvent([body])).then(({ batchItemFailures }) => {
          waitedMs += time.nowMs - startedAt;
          if (batchItemFailures.length === 0) done();
          active.delete(one);
        });
        active.add(one);
        if (active.size === workers[which]) break;
      }
      if (active.size > 0) await Promise.race(active);
      else if (queue.length === 0) return;
      else await time.pause((queue.nextAt ?? time.nowMs) - time.nowMs);
    }
  };
  await passing(time, all());
  return { invocations, waitedMs, queued, archivedBytes: 0 };
}

const firehoseStep = 5 * 1_024;

const outcomesApp = (db: Db, archive: OutcomesApp['archive']): OutcomesApp => {
  const standings = standingStore(db);
  const nothing = () => Promise.resolve();
  return {
    messages: messageLog(db),
    suppress: nothing,
    countSoftBounce: nothing,
    stopDigest: nothing,
    fileFeedback: nothing,
    agreesToCounting: (contactId, listId) => agreesToCounting({ standings }, contactId, listId),
    parked: () => ({ send: nothing, sendAll: nothing }),
    count,
    keys: () => Promise.resolve(addressKeys(deploymentSecret)),
    archive,
  };
};

async function recorded(told: readonly Told[], gathering: Gathering, db: Db, time: Time): Promise<Ran> {
  let archivedBytes = 0;
  const app = outcomesApp(db, {
    put: (outcomes) => {
      const bytes = Buffer.byteLength(outcomes.map((each) => `${JSON.stringify(each)}\n`).join(''));
      archivedBytes += Math.ceil(bytes / firehoseStep) * firehoseStep;
      return Promise.resolve();
    },
  });
  const handler = batch(
    z.unknown(),
    recordOutcome,
    () => app,
    (outcomes, { archive }) => archive.put(outcomes),
  );
  const all = gatheredBy(told, gathering, (_, index) => index % pollers);
  const ran = await oneByOne(all, time, async (some) => {
    const { batchItemFailures } = await handler(sqsEvent(some.map(({ body }) => body)));
    if (batchItemFailures.length > 0) throw new Error('an event was not recorded');
  });
  return { ...ran, archivedBytes };
}

async function folded(looks: readonly Look[], gathering: Gathering, db: Db, time: Time): Promise<Ran> {
  const handler = handlerWith(() => ({
    figures: figuresStore(db),
    clock: time.clock,
    log: jsonLog,
    pause: time.pause,
    watch: () => Promise.resolve(),
  }));
  const shardOf = ({ item }: Look): number => String(item.pk).charCodeAt(String(item.pk).length - 1) % shards;
  return oneByOne(gatheredBy(looks, gathering, shardOf), time, async (some) => {
    const Records = some.map(({ item }) => ({ dynamodb: { NewImage: marshalled(item) } }));
    const { batchItemFailures } = await handler(z.custom<DynamoDBStreamEvent>(() => true).parse({ Records }));
    if (batchItemFailures.length > 0) throw new Error('a message was not counted');
  });
}

async function oneByOne<T>(
  all: readonly { readonly atMs: number; readonly all: T[] }[],
  time: Time,
  run: (some: readonly T[]) => Promise<void>,
): Promise<Ran> {
  let waitedMs = 0;
  for (const each of all) {
    time.goTo(each.atMs);
    const startedAt = time.nowMs;
    await passing(time, run(each.all));
    waitedMs += time.nowMs - startedAt;
  }
  return { invocations: all.length, waitedMs, queued: 0, archivedBytes: 0 };
}

interface Told extends Arriving {
  readonly body: unknown;
}

const iso = (ms: number): string => new Date(ms).toISOString();
const exponential = (chance: Random, mean: number): number => -mean * Math.log(1 - chance());

/** As the rules of EventBridge hand them on (lib/constructs/mail-events.ts). */
const told = (eventType: EventKind, message: string, atMs: number, about: object = {}): Told => ({
  atMs,
  body: {
    eventType,
    mail: { messageId: `0102019b0000${message}`, timestamp: iso(atMs), tags: { message: [message] } },
    ...about,
  },
});

const userAgent = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15';

/** When events come is assumed, and shapes how many are gathered: opens over hours, most of them soon. */
const eventsOf: Readonly<Record<EventKind, (message: string, sentMs: number, chance: Random) => Told[]>> = {
  Send: (message, sentMs, chance) => [told('Send', message, sentMs + exponential(chance, second))],
  Delivery: (message, sentMs, chance) => {
    const atMs = sentMs + second + exponential(chance, 5 * second);
    return [told('Delivery', message, atMs, { delivery: { timestamp: iso(atMs) } })];
  },
  /** Two of five open it, a fourth of them once more. */
  Open: (message, sentMs, chance) => {
    if (chance() > 0.4) return [];
    const first = sentMs + minute + exponential(chance, 6 * hour);
    const times = chance() < 0.25 ? [first, first + exponential(chance, 12 * hour)] : [first];
    return times.map((atMs) => told('Open', message, atMs, { open: { timestamp: iso(atMs), userAgent } }));
  },
  Click: (message, sentMs, chance) => {
    if (chance() > 0.05) return [];
    const atMs = sentMs + 2 * minute + exponential(chance, 6 * hour);
    const link = { linkTags: { link: [String(chance.below(6))] } };
    return [told('Click', message, atMs, { click: { timestamp: iso(atMs), userAgent, ...link } })];
  },
  /** Told by both ways. */
  Bounce: (message, sentMs, chance) => {
    if (chance() > 0.01) return [];
    const atMs = sentMs + exponential(chance, 5 * second);
    const bounce = { bounceType: 'Permanent', bounceSubType: 'General', timestamp: iso(atMs), feedbackId: 'f' };
    return [told('Bounce', message, atMs, { bounce }), told('Bounce', message, atMs + second, { bounce })];
  },
};
