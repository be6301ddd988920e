import { announcement } from '#lambdas/consent/announce-events.ts';
import type { Announcement } from '#lambdas/consent/announce-events.ts';
import { standingStore } from '#lambdas/consent/standing-store.ts';
import type { StandingStore } from '#lambdas/consent/standing-store.ts';
import { batch } from '#lambdas/platform/batch.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { sortableTime } from '#lambdas/platform/ids.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { queueAt } from '#lambdas/platform/queue.ts';
import type { Queue } from '#lambdas/platform/queue.ts';
import { deliveriesStore, endpointDisabled } from './deliveries-store.ts';
import type { DeliveriesStore } from './deliveries-store.ts';
import { digestsStore } from './digests-store.ts';
import type { DigestsStore } from './digests-store.ts';
import { endpointsStore } from './endpoints-store.ts';
import type { EndpointsStore } from './endpoints-store.ts';
import { forwardedAs } from './rules/forwarded-as.ts';

interface PlanApp {
  readonly clock: Clock;
  readonly standings: Pick<StandingStore, 'find' | 'event'>;
  readonly endpoints: Pick<EndpointsStore, 'all'>;
  readonly deliveries: Pick<DeliveriesStore, 'add'>;
  readonly digests: Pick<DigestsStore, 'find' | 'note'>;
  readonly queue: () => Queue;
}

/**
 * One delivery for each endpoint. Its id is made of the event, so that an event that is told twice is delivered once, and
 * the receiver can tell a repetition. One that is disabled now can have it replayed later.
 */
export async function planDeliveries({ contactId, addressKey, seq }: Announcement, app: PlanApp): Promise<void> {
  const [standing, event] = await Promise.all([app.standings.find(addressKey), app.standings.event(contactId, seq)]);
  if (!event) throw new Error('an announced event is not in the ledger yet');
  const type = standing && forwardedAs(event, standing);
  if (!type) return;
  const { clientId } = event;
  const deliveryId = `${sortableTime(event.at)}-${contactId}-${seq}`;
  const createdAt = app.clock.now();
  for (const { endpointId, status } of await app.endpoints.all(clientId)) {
    const ref = { clientId, endpointId, deliveryId };
    const planned = { v: 1 as const, ...ref, type, contactId, addressKey, seq, attempts: [], tries: 0, createdAt };
    if (status === 'active') {
      await app.deliveries.add({ ...planned, status: 'waiting' }, createdAt);
      // Sent also when it was there: the one who wrote it may have died before the queue had it.
      await app.queue().send(ref);
    } else await app.deliveries.add({ ...planned, status: 'cancelled', because: endpointDisabled }, createdAt);
  }
  if ((await app.digests.find(clientId))?.setting.enabled) await app.digests.note(event, type);
}

const planApp = lazily((): PlanApp => ({
  clock: systemClock,
  standings: standingStore(documentClient()),
  endpoints: endpointsStore(documentClient()),
  deliveries: deliveriesStore(documentClient()),
  digests: digestsStore(documentClient()),
  queue: lazily(() => queueAt(setting('DELIVERIES_QUEUE_URL'))),
}));

export const handler = batch(announcement, planDeliveries, planApp);
