import { setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { renderMessage } from '#lambdas/campaigns/render-message.ts';
import { sha256Of } from '#lambdas/platform/canonical-json.ts';
import { consentTable } from '#lambdas/platform/keys/consent.ts';
import { deliveryTable } from '#lambdas/platform/keys/delivery.ts';
import { directoryTable } from '#lambdas/platform/keys/directory.ts';
import { planAudience } from '#lambdas/sending/plan-audience.ts';
import { laneMessage, planMessage } from '#lambdas/sending/plan-message.ts';
import type { LaneMessage } from '#lambdas/sending/plan-message.ts';
import { sendLane } from '#lambdas/sending/send-lane.ts';
import { drive } from '#test/sending/drive.ts';
import { clientId, listId, peopleOnAList, said, sendingWorld } from '#test/sending/world.ts';
import type { Outside, People, SendingWorld } from '#test/sending/world.ts';
import { ownTables } from '#test/support/tables.ts';
import { mb, MemoryInUse } from './memory.ts';
import type { Table } from './report.ts';

/** Campaigns: what sending costs of our own, what of the tables, and how planning grows. */
export async function sending(): Promise<Table> {
  const people = peopleOnAList(3_000, 1);
  await sent(people, 1_000); // Compiled and warm from here on.
  const [small, large] = [await sent(people, 1_000), await sent(people, 20_000)];
  const units = await unitsOf(peopleOnAList(50 * fullPartitions, 2, fullPartitions));
  const [thousand, million] = [await planned(1_000), await planned(1_000_000)];
  return {
    title: 'Campaigns',
    figures: [
      { what: 'messages a CPU-second, body of 1 kB', measured: perSecond(small) },
      { what: 'messages a CPU-second, body of 20 kB', measured: perSecond(large) },
      {
        what: 'capacity units a message, lanes with full batches',
        measured: `${units.each.toFixed(2)}: ${units.reads.toFixed(2)} read, ${units.writes.toFixed(2)} written`,
        goal: '≤ 4',
        met: units.each <= 4,
      },
      { what: 'of them for claim, standing, mailbox and record', measured: '4: 2 read, 2 written' },
      {
        what: `capacity units a campaign besides: to plan it, and for ${64 - fullPartitions} partitions without anybody`,
        measured: units.besides.toFixed(0),
      },
      {
        what: 'memory in use while 10³ and 10⁶ people are planned',
        measured: `${mb(thousand.bytes)} and ${mb(million.bytes)}`,
        goal: 'flat',
        met: million.bytes < thousand.bytes * 1.5,
      },
      { what: 'CPU to plan 10⁶ people', measured: `${(million.cpuMs / 1_000).toFixed(1)} s` },
      {
        what: `time to plan 10⁶ people, ${workers} workers at a time, calls that take ${Object.values(latencies).join(', ')} ms (${Object.keys(latencies).join(', ')})`,
        measured: `${(million.simulatedMs / 1_000).toFixed(1)} s, simulated`,
      },
    ],
  };
}

interface Spent {
  readonly messages: number;
  readonly cpuMs: number;
}

const perSecond = ({ messages, cpuMs }: Spent): string =>
  `${((messages / cpuMs) * 1_000).toFixed(0)} (${((cpuMs / messages) * 1_000).toFixed(0)} µs each)`;

/** Into SES as a sink, with tables in memory: what remains is our own, the SDK's commands and the tables' share. */
async function sent(people: People, bytes: number): Promise<Spent> {
  const world = sendingWorld(people);
  const paragraph = '<p>New books, {{ first_name }}, and some old ones worth finding again.</p>\n';
  const letter = paragraph.repeat(Math.max(1, Math.round((bytes * 0.7) / paragraph.length)));
  const html = `${letter}<p><a href="{{ unsubscribe_url }}">Unsubscribe</a></p>`;
  const line = paragraph.replaceAll(/<[^>]+>/g, '');
  const text = `${line.repeat(Math.max(1, Math.round((bytes * 0.3) / line.length)))}\n{{ unsubscribe_url }}`;
  // What is parsed is kept by this hash.
  const compiled = { ...said.compiled, contentHash: sha256Of(html), html, text };
  world.state.render = (_, recipient) => renderMessage(compiled, recipient);
  await world.schedule();
  const before = process.cpuUsage();
  await drive(world);
  const cpuMs = spentSince(before);
  const messages = world.sink.took.size;
  if (messages < world.expected.size * 0.8) throw new Error(`only ${messages} messages went out: nothing is measured`);
  return { messages, cpuMs };
}

function spentSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

const consumed = z.object({ CapacityUnits: z.number() });
const output = z.object({ ConsumedCapacity: z.union([consumed, z.array(consumed)]).optional() });
const reading = ['GetItem', 'Query', 'BatchGetItem'];

const fullPartitions = 8;

/** The same on a real engine, which says what each call costs: eight partitions with a full batch each. */
async function unitsOf(people: People) {
  const drop = await ownTables(consentTable, deliveryTable, directoryTable);
  try {
    const db = DynamoDBDocumentClient.from(new DynamoDBClient({}), {
      marshallOptions: { removeUndefinedValues: true },
    });
    for (const definition of [consentTable, directoryTable])
      for (const Item of people.tables.all(definition.name))
        await db.send(new PutCommand({ TableName: process.env[definition.environment], Item }));
    const counts = { reads: 0, writes: 0 };
    db.middlewareStack.add(
      (next, { commandName = '' }) =>
        async (args) => {
          const answer = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
          const { ConsumedCapacity = [] } = output.parse(answer.output);
          const units = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
          counts[reading.some((each) => commandName.startsWith(each)) ? 'reads' : 'writes'] += units;
          return answer;
        },
      { step: 'initialize', name: 'count' },
    );
    const world = sendingWorld(people, 1, db);
    await world.schedule();
    const took = () => ({ reads: counts.reads, writes: counts.writes });
    const before = took();
    await planOnly(world);
    const planned = took();
    await sendOnly(world, (lane) => lane < fullPartitions);
    const full = took();
    await sendOnly(world, () => true);
    const all = took();
    const messages = [...people.expected.values()].filter((fate) => fate !== 'unsubscribed').length;
    const reads = (full.reads - planned.reads) / messages;
    const writes = (full.writes - planned.writes) / messages;
    const besides = sumOf(planned) - sumOf(before) + sumOf(all) - sumOf(full);
    return { reads, writes, each: reads + writes, besides };
  } finally {
    await drop();
    for (const { name, environment } of [consentTable, deliveryTable, directoryTable]) process.env[environment] = name;
  }
}

const sumOf = ({ reads, writes }: { readonly reads: number; readonly writes: number }): number => reads + writes;

async function planOnly(world: SendingWorld): Promise<void> {
  const { plan } = world.apps();
  for (let next = world.planQueue.receive(); next; next = world.planQueue.receive()) {
    await planAudience(planMessage.parse(next.body), plan);
    next.done();
  }
}

/** The lanes with people first, so that what the others cost is told apart. */
async function sendOnly(world: SendingWorld, wanted: (lane: number) => boolean): Promise<void> {
  const { send } = world.apps();
  const later: LaneMessage[] = [];
  for (let next = world.sendQueue.receive(); next; next = world.sendQueue.receive()) {
    const message = laneMessage.parse(next.body);
    if (wanted(message.lane)) {
      const lane = sendLane(message, send);
      await passing(world, lane);
      await lane;
    } else later.push(message);
    next.done();
  }
  for (const message of later) world.sendQueue.again(message);
}

/** Lets time pass whenever somebody waits for it. */
async function passing({ time }: SendingWorld, until: Promise<unknown>): Promise<void> {
  let over = false;
  void until.finally(() => (over = true)).catch(() => undefined);
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it ends meanwhile
  while (!over) {
    await setImmediate();
    if (time.nextAt !== undefined) time.goTo(time.nextAt);
  }
}

/** Milliseconds, as DynamoDB and SQS take them within a region. */
const latencies = { query: 15, transaction: 30, item: 6, queue: 12 } as const;
/** Ten functions of two messages each: lib/sending.ts. */
const workers = 20;

/** A list of so many, made up page by page, whose batches are kept nowhere. */
async function planned(many: number) {
  const world = sendingWorld(peopleOnAList(0, 1));
  const memory = new MemoryInUse();
  let pages = 0;
  world.state.members = {
    page: (_list, partition, place) => {
      if (pages++ % 200 === 0) memory.look();
      const from = Number(place?.after ?? 0);
      const to = Math.min(from + 500, Math.ceil(many / 64));
      const members = Array.from({ length: to - from }, (_, index) => memberAt(partition, from + index));
      return Promise.resolve({ members, last: to * 64 < many ? String(to) : undefined });
    },
  };
  world.tables.forget = (pk) => pk.startsWith('BATCHES#');
  await world.schedule();
  const before = process.cpuUsage();
  const began = world.time.nowMs;
  await planAtOnce(world);
  memory.look();
  return { bytes: memory.bytes, cpuMs: spentSince(before), simulatedMs: world.time.nowMs - began };
}

const memberAt = (partition: number, index: number) => ({
  v: 1 as const,
  listId,
  clientId,
  contactId: `${partition}-${index}`.padEnd(16, '-'),
  addressKey: 'A'.repeat(22),
  status: 'subscribed' as const,
  purposes: [{ purpose: 'marketing_email' as const, state: 'given' as const }],
  since: '2026-01-01T00:00:00.000Z',
  seq: 2,
});

async function planAtOnce(world: SendingWorld): Promise<void> {
  const { time, planQueue } = world;
  const outside: Outside = async (service, effect, _message, command = '') => {
    await time.pause(service === 'sqs' ? latencies.queue : (latencyOf[command] ?? latencies.item));
    return effect();
  };
  const { plan } = world.apps(outside);
  const active = new Set<Promise<void>>();
  for (;;) {
    while (active.size < workers) {
      const next = planQueue.receive();
      if (!next) break;
      const one = planAudience(planMessage.parse(next.body), plan).then(next.done);
      active.add(one);
      void one.finally(() => active.delete(one));
    }
    if (active.size === 0) return;
    await setImmediate();
    if (time.nextAt !== undefined) time.goTo(time.nextAt);
  }
}

const latencyOf: Readonly<Record<string, number>> = {
  QueryCommand: latencies.query,
  TransactWriteCommand: latencies.transaction,
};

/** Collects what nobody needs any more: what is in use is measured, not what was not cleared away yet. */
