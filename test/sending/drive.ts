import { LimitExceededException, ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import { setImmediate } from 'node:timers/promises';
import { messageLog } from '#lambdas/platform/message-log.ts';
import { planAudience } from '#lambdas/sending/plan-audience.ts';
import { laneMessage, planMessage } from '#lambdas/sending/plan-message.ts';
import { reconcileRuns } from '#lambdas/sending/reconcile-runs.ts';
import { runsStore } from '#lambdas/sending/runs-store.ts';
import { sendLane } from '#lambdas/sending/send-lane.ts';
import type { MemoryQueue } from './memory-queue.ts';
import { random } from './random.ts';
import { campaignId, throttledBySes } from './world.ts';
import type { Outside, SendingWorld } from './world.ts';

/** What may become of the k-th call to the outside, or of the message that it was made for. */
export const faultKinds = [
  'the process dies before it',
  'the process dies after it',
  'its reply is lost',
  'it is throttled',
  'the SDK makes it twice',
  'the queue brings the message twice',
  'two workers run the message',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly call: number;
  readonly kind: FaultKind;
}

export interface Happened extends Fault {
  readonly service: string;
}

const never = new Promise<never>(() => undefined);
const minuteMs = 60_000;
/** Every run that we know ends sooner by far. */
const longestMs = 3 * 24 * 60 * minuteMs;

interface Work {
  readonly queue: MemoryQueue;
  readonly body: unknown;
}

/**
 * Runs the functions as Lambda would, several at a time, until nothing is left to do: messages that failed come back, what is
 * given up stays away, the reconciler runs each minute, and SES tells of most of what it took. Time passes when all wait.
 * @param during what somebody does meanwhile, by the number of the call
 * @param mostRounds of the reconciler: as many minutes, for what does not come to an end by itself
 */
export async function drive(
  world: SendingWorld,
  faults: readonly Fault[] = [],
  { workers = 4, seed = 1, during = new Map<number, () => Promise<void>>(), mostRounds = Infinity } = {},
) {
  const { time, planQueue, sendQueue, tables, sink } = world;
  const planned = new Map(faults.map(({ call, kind }) => [call, kind]));
  const happened: Happened[] = [];
  /** Whose message was in the hands of a process that died, or to which a call failed. */
  const doubtful = new Map<string, Happened>();
  const chance = random(seed);
  const active = new Set<Promise<void>>();
  let calls = 0;

  function begin(run: (outside: Outside) => Promise<void>, work?: Work): void {
    let dead = false;
    let die: () => void = () => undefined;
    const died = new Promise<void>((resolve) => {
      die = () => {
        dead = true;
        resolve();
      };
    });
    const touched = new Set<string>();
    const outside: Outside = async (service, effect, about) => {
      if (dead) return never;
      const call = calls++;
      await during.get(call)?.();
      const kind = planned.get(call);
      if (about) touched.add(about);
      // Nobody answers at once: others come in between.
      await Promise.resolve();
      // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- it may have died while this waited
      if (dead) return never;
      if (kind === undefined) return effect();
      const fault = { call, kind, service };
      happened.push(fault);
      const doubt = () => {
        for (const each of touched) doubtful.set(each, fault);
      };
      switch (kind) {
        case 'the process dies before it':
          doubt();
          die();
          return never;
        case 'the process dies after it':
          await effect().catch(() => undefined);
          // With all that it began meanwhile.
          doubt();
          die();
          return never;
        case 'its reply is lost':
          doubt();
          await effect().catch(() => undefined);
          throw Object.assign(new Error('the reply was lost'), { name: 'TimeoutError', code: 'ECONNRESET' });
        case 'it is throttled':
          // A message that SES took, and of which that could not be written down.
          doubt();
          throw throttled(service);
        case 'the SDK makes it twice':
          // Of SES it makes one attempt, and never knows.
          await effect().catch(() => undefined);
          if (service !== 'ses') return effect();
          doubt();
          throw Object.assign(new Error('the reply was lost'), { code: 'ECONNRESET' });
        case 'the queue brings the message twice':
          if (work) work.queue.again(work.body);
          return effect();
        case 'two workers run the message':
          if (work) serve(work);
          return effect();
      }
    };
    const running = Promise.race([run(outside).catch(() => undefined), died]).finally(() => active.delete(running));
    active.add(running);
  }

  /** A message that failed, or whose worker died, comes back by itself. */
  function serve(work: Work, done: () => void = () => undefined): void {
    begin(async (outside) => {
      const { plan, send } = world.apps(outside);
      if (work.queue === planQueue) await planAudience(planMessage.parse(work.body), plan);
      else await sendLane(laneMessage.parse(work.body), send);
      done();
    }, work);
  }

  const take = (queue: MemoryQueue): boolean => {
    const received = queue.receive();
    if (received) serve({ queue, body: received.body }, received.done);
    return received !== undefined;
  };

  /** SES tells of seven in ten of which it has not been heard; of the others, nothing ever comes. */
  const heard = new Map<string, boolean>();
  async function sesTells(): Promise<void> {
    const log = messageLog(tables.client);
    for (const messageId of doubtful.keys()) {
      if (!sink.took.has(messageId)) continue;
      const comes = heard.get(messageId) ?? chance() < 0.7;
      heard.set(messageId, comes);
      if (comes) await log.raise(messageId, { status: 'sent', at: time.clock.now(), sesMessageId: `ses-${messageId}` });
    }
  }

  let reconcileAt = time.nowMs + minuteMs;
  const giveUpAt = time.nowMs + longestMs;
  let quietRounds = 0;
  let rounds = 0;
  while (quietRounds < 15 && rounds < mostRounds) {
    while (active.size < workers && (take(sendQueue) || take(planQueue)));
    const [before, running] = [calls, active.size];
    await setImmediate();
    if (active.size > 0 && (calls > before || active.size !== running)) continue;
    if (active.size > 0) {
      // All wait for their moment.
      if (time.nextAt === undefined) throw new Error('a worker waits for nothing');
      time.goTo(time.nextAt);
      continue;
    }
    const next = Math.min(reconcileAt, sendQueue.nextAt ?? Infinity, planQueue.nextAt ?? Infinity);
    if (next > giveUpAt) throw new Error('it did not come to an end');
    time.goTo(next);
    if (time.nowMs < reconcileAt) continue;
    reconcileAt = time.nowMs + minuteMs;
    rounds++;
    await sesTells();
    begin((outside) => reconcileRuns(world.apps(outside).reconcile));
    const run = await runsStore(tables.client).find(campaignId);
    quietRounds = run?.endedAt !== undefined && sendQueue.length + planQueue.length === 0 ? quietRounds + 1 : 0;
    if (run === undefined && sendQueue.length + planQueue.length === 0) break;
  }
  return { calls, happened, doubtful };
}

const throttled = (service: 'dynamodb' | 'sqs' | 'ses'): Error => {
  const about = { message: 'a fault of this test', $metadata: { httpStatusCode: 400 } };
  if (service === 'ses') return throttledBySes();
  return service === 'sqs' ? new LimitExceededException(about) : new ProvisionedThroughputExceededException(about);
};
