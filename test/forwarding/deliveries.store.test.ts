import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConsentEvent } from '#contract/consent.ts';
import { afterStop } from '#lambdas/consent/rules/standing-after.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import { deliver } from '#lambdas/forwarding/deliver-webhooks.ts';
import type { DeliverApp } from '#lambdas/forwarding/deliver-webhooks.ts';
import { deliveriesStore, deliveryRef } from '#lambdas/forwarding/deliveries-store.ts';
import type { DeliveryRef } from '#lambdas/forwarding/deliveries-store.ts';
import { digestsStore } from '#lambdas/forwarding/digests-store.ts';
import type { Answer } from '#lambdas/forwarding/egress.ts';
import { endpointsStore } from '#lambdas/forwarding/endpoints-store.ts';
import type { KeptEndpoint } from '#lambdas/forwarding/endpoints-store.ts';
import { planDeliveries } from '#lambdas/forwarding/plan-deliveries.ts';
import { retryDelaysMs } from '#lambdas/forwarding/rules/retry-schedule.ts';
import { signingSecrets } from '#lambdas/forwarding/signing-secrets.ts';
import { wakeDeliveries } from '#lambdas/forwarding/wake-deliveries.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import { deliveryTable } from '#lambdas/platform/keys/delivery.ts';
import { directoryTable } from '#lambdas/platform/keys/directory.ts';
import type { Queue } from '#lambdas/platform/queue.ts';
import { confirmed, id, person, sealing } from '#test/support/people.ts';
import { byTest } from '#test/support/audited.ts';
import { ownTables } from '#test/support/tables.ts';

let drop: () => Promise<void>;
// For each test: what one leaves waiting would wake in the next.
beforeEach(async () => {
  drop = await ownTables(deliveryTable, directoryTable);
});
afterEach(() => drop());

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
// After the events of people.ts.
const start = Date.parse('2026-11-24T09:10:00.000Z');

/** A client with one endpoint, a subscriber, and a clock and queue of their own. Tables are real. */
async function setUp(answer: (call: number) => Omit<Answer, 'ms'> = () => ({ status: 200 })) {
  const ada = person();
  const clientId = id();
  ada.known = { ...ada.known, clientId, addressKey: id() };
  const { standing, events } = confirmed(ada);
  let now = start;
  let known: { standing: Standing; events: ConsentEvent[] } = { standing, events: [...events] };
  let waiting: { at: number; ref: DeliveryRef }[] = [];
  const calls: { at: number; webhookId?: string; body: string }[] = [];
  const counted: string[] = [];
  const db = documentClient();
  const queue: Queue = {
    send: (ref, delaySeconds = 0) => {
      waiting.push({ at: now + delaySeconds * second, ref: deliveryRef.parse(ref) });
      return Promise.resolve();
    },
    sendAll: async (refs) => {
      for (const ref of refs) await queue.send(ref);
    },
  };
  const app = {
    clock: { now: () => new Date(now).toISOString() },
    ids: randomIds,
    log: { info: () => {}, error: () => {} },
    random: () => 0,
    count: (metric: string) => void counted.push(metric),
    deliveries: deliveriesStore(db),
    digests: digestsStore(db),
    endpoints: endpointsStore(db),
    standings: {
      find: () => Promise.resolve(known.standing),
      event: (_: string, seq: number) => Promise.resolve(known.events[seq - 1]),
    },
    secrets: () => Promise.resolve({ sealer: sealing, signing: signingSecrets('for tests') }),
    egress: {
      post: (_: string, headers: Readonly<Record<string, string>>, body: string) => {
        calls.push({ at: now, webhookId: headers['webhook-id'], body });
        return Promise.resolve({ ms: 1, ...answer(calls.length) });
      },
    },
    queue: () => queue,
  } satisfies DeliverApp & { digests: unknown };
  const endpoint: KeptEndpoint = {
    v: 1,
    endpointId: id(),
    clientId,
    url: 'https://www.example.com/hook',
    description: 'Webhook',
    status: 'active',
    createdAt: app.clock.now(),
    secretVersion: 1,
    revision: 1,
  };
  await app.endpoints.add(endpoint, byTest(clientId));

  /** Works the queue, and wakes every `every`, as the clock goes on until `ms` after the start. */
  async function until(ms: number, every = hour) {
    const end = start + ms;
    let nextWake = now + every;
    for (;;) {
      const nextMessage = Math.min(...waiting.map(({ at }) => at));
      now = Math.max(now, Math.min(nextMessage, nextWake));
      if (now > end) break;
      const due = waiting.filter(({ at }) => at <= now);
      waiting = waiting.filter(({ at }) => at > now);
      for (const { ref } of due) await deliver(ref, app).catch(() => undefined);
      if (now >= nextWake) {
        await wakeDeliveries(app);
        nextWake = now + every;
      }
    }
    now = end;
  }
  const announce = (seq: number) => {
    const { contactId, addressKey } = standing;
    const { state, channel } = known.events[seq - 1]!;
    return planDeliveries({ contactId, addressKey, seq, state, channel }, app);
  };
  return {
    app,
    calls,
    counted,
    until,
    announce,
    queued: () => waiting,
    loseQueue: () => (waiting = []),
    ids: { clientId, endpointId: endpoint.endpointId },
    endpoint: () => app.endpoints.find(clientId, endpoint.endpointId),
    deliveries: async () => (await app.deliveries.newestFirst(endpoint.endpointId, { limit: 10 })).items,
    withdraw: () => {
      const stop = { reason: 'unsubscribed', channel: 'one_click', at: app.clock.now(), entityId: 'person' } as const;
      const step = afterStop(known.standing, stop)!;
      known = { standing: step.standing, events: [...known.events, step.event] };
    },
  };
}

describe('a delivery', () => {
  it('is made once of an event, however often it is told of, and called once', async () => {
    const world = await setUp();
    await Promise.all([world.announce(2), world.announce(2), world.announce(2)]);
    await world.until(minute);
    expect(world.calls).toHaveLength(1);
    expect(await world.deliveries()).toMatchObject([{ status: 'delivered', attempts: [{ status: 200 }], tries: 1 }]);
  });

  it('is not made of a request', async () => {
    const world = await setUp();
    world.app.standings.find = () => Promise.resolve({ ...confirmed().standing, expiresAt: 1 });
    await world.announce(1);
    expect(await world.deliveries()).toEqual([]);
  });

  it('is tried ten times over three days, later than the schedule and never sooner, under one id; then it failed', async () => {
    const world = await setUp(() => ({ status: 500, problem: 'answered 500' }));
    await world.announce(2);
    await world.until(80 * hour);
    expect(world.calls).toHaveLength(10);
    expect(new Set(world.calls.map(({ webhookId }) => webhookId)).size).toBe(1);
    const gaps = world.calls.slice(1).map(({ at }, index) => at - world.calls[index]!.at);
    gaps.forEach((gap, index) => {
      expect(gap).toBeGreaterThanOrEqual(retryDelaysMs[index]!);
      // Short ones are the queue's, to the second; for long ones the clock looked once an hour here.
      expect(gap).toBeLessThanOrEqual(retryDelaysMs[index]! + (index < 2 ? second : hour));
    });
    const [failed] = await world.deliveries();
    expect(failed).toMatchObject({ status: 'failed', tries: 10 });
    expect(failed!.attempts).toHaveLength(10);
    expect(failed!.nextAttemptAt).toBeUndefined();
    expect(world.counted).toEqual(['DeliveriesGivenUp']);
  });

  it('goes to one of two workers that have it at once', async () => {
    const world = await setUp();
    await world.announce(2);
    const { ref } = world.queued()[0]!;
    await Promise.all(Array.from({ length: 5 }, () => deliver(ref, world.app)));
    expect(world.calls).toHaveLength(1);
  });

  it('is tried again when a worker died over it', async () => {
    const world = await setUp((call) => {
      if (call === 1) throw new Error('the process died');
      return { status: 200 };
    });
    await world.announce(2);
    await world.until(30 * second, minute);
    expect(await world.deliveries()).toMatchObject([{ status: 'waiting', attempts: [] }]);
    world.loseQueue();
    await world.until(5 * minute, minute);
    expect(world.calls.map(({ webhookId }) => webhookId)).toHaveLength(2);
    expect(await world.deliveries()).toMatchObject([{ status: 'delivered' }]);
  });

  it('is given up when no try of it ever comes to an end, and is not begun for ever', async () => {
    const world = await setUp();
    world.app.secrets = () => Promise.reject(new Error('what was sealed does not open'));
    await world.announce(2);
    await world.until(hour, minute);
    expect(world.calls).toEqual([]);
    expect(await world.deliveries()).toMatchObject([{ status: 'failed', attempts: [] }]);
    expect(world.counted).toEqual(['DeliveriesGivenUp']);
  });

  it('goes out all the same when the queue lost it', async () => {
    const world = await setUp();
    await world.announce(2);
    world.loseQueue();
    await world.until(20 * minute, minute);
    expect(world.calls).toHaveLength(1);
  });

  it('waits not twice in the queue, however long the queue takes', async () => {
    const world = await setUp();
    await world.announce(2);
    world.loseQueue();
    await world.until(14 * minute, minute);
    const woken: number[] = [];
    for (let count = 0; count < 5; count++) woken.push(await wakeDeliveries({ ...world.app, clock: at(16 * minute) }));
    expect(woken.reduce((sum, each) => sum + each, 0)).toBe(1);
  });

  it('lets no address out after the person withdrew while it waited; the withdrawal goes out (CS-13)', async () => {
    const world = await setUp((call) => (call === 1 ? { status: 503 } : { status: 200 }));
    await world.announce(2);
    await world.until(second);
    world.withdraw();
    await world.announce(3);
    await world.until(minute);
    expect(await world.deliveries()).toMatchObject([
      { type: 'subscription.withdrawn', status: 'delivered' },
      { type: 'subscription.confirmed', status: 'cancelled', because: 'the person has withdrawn since' },
    ]);
    expect(world.calls).toHaveLength(2);
    expect(world.calls[1]!.body).not.toContain('@');
  });

  it('is cancelled by 410, which disables the endpoint, and comes back by a replay with the same id and a fresh schedule', async () => {
    const world = await setUp((call) => ({ status: [410, 500, 200][call - 1] }));
    await world.announce(2);
    await world.until(second);
    expect(await world.endpoint()).toMatchObject({ status: 'disabled', revision: 2 });
    await world.announce(2);
    await world.until(2 * second);
    expect(world.calls).toHaveLength(1);

    const [failed] = await world.deliveries();
    const ref = { ...world.ids, deliveryId: failed!.deliveryId };
    const disabled = (await world.endpoint())!;
    const { clientId } = world.ids;
    await world.app.endpoints.change(disabled, { ...disabled, status: 'active' }, byTest(clientId));
    expect(await world.app.deliveries.replay(ref, world.app.clock.now(), byTest(clientId))).toBe(true);
    expect(await world.deliveries()).toMatchObject([{ status: 'waiting', tries: 0 }]);
    expect(await world.app.deliveries.replay(ref, world.app.clock.now(), byTest(clientId))).toBe(false);
    await world.app.queue().send(ref);
    await world.until(minute);
    expect(world.calls.map(({ webhookId }) => webhookId)).toEqual([ref.deliveryId, ref.deliveryId, ref.deliveryId]);
    expect(await world.deliveries()).toMatchObject([{ status: 'delivered', tries: 2 }]);
  });

  it('of what happened while the endpoint was disabled is kept, sent to nobody, and can be replayed', async () => {
    const world = await setUp();
    const { clientId } = world.ids;
    const change = async (status: 'active' | 'disabled') => {
      const from = (await world.endpoint())!;
      await world.app.endpoints.change(from, { ...from, status }, byTest(clientId));
    };
    await change('disabled');
    await world.announce(2);
    await world.until(2 * hour);
    expect([world.calls, world.queued()]).toEqual([[], []]);
    const [kept] = await world.deliveries();
    expect(kept).toMatchObject({ status: 'cancelled', because: 'the endpoint is disabled' });
    await change('active');
    const ref = { ...world.ids, deliveryId: kept!.deliveryId };
    await world.app.deliveries.replay(ref, world.app.clock.now());
    await world.app.queue().send(ref);
    await world.until(3 * hour);
    const [delivered] = await world.deliveries();
    expect(delivered).toMatchObject({ status: 'delivered' });
    expect(delivered!.because).toBeUndefined();
  });

  it('is cancelled when its endpoint was disabled while it waited', async () => {
    const world = await setUp(() => ({ status: 500 }));
    await world.announce(2);
    await world.until(second);
    const active = (await world.endpoint())!;
    const { clientId } = world.ids;
    await world.app.endpoints.change(active, { ...active, status: 'disabled' }, byTest(clientId));
    await world.until(minute);
    expect(world.calls).toHaveLength(1);
    expect(await world.deliveries()).toMatchObject([{ status: 'cancelled', because: 'the endpoint is disabled' }]);
  });
});

const at = (ms: number) => ({ now: () => new Date(start + ms).toISOString() });
