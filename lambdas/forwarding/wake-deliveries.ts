import { minute, systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { dueShards } from '#lambdas/platform/keys/delivery.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import { queueAt } from '#lambdas/platform/queue.ts';
import type { Queue } from '#lambdas/platform/queue.ts';
import { deliveriesStore } from './deliveries-store.ts';
import type { DeliveriesStore } from './deliveries-store.ts';

interface WakeApp {
  readonly clock: Clock;
  readonly deliveries: Pick<DeliveriesStore, 'due' | 'woken'>;
  readonly queue: () => Queue;
}

/** Stops before the next minute's run begins. */
const longestRunMs = 0.75 * minute;

/**
 * Gives the queue what waited longer than a queue can hold back, and what a worker that died left lying. The queue first:
 * what it gets twice is refused by the claim, what it never got would be lost.
 */
export async function wakeDeliveries(app: WakeApp): Promise<number> {
  const now = app.clock.now();
  let woken = 0;
  for (const shard of dueShards) {
    for (;;) {
      const due = await app.deliveries.due(shard, now);
      if (due.length === 0) break;
      await app
        .queue()
        .sendAll(due.map(({ clientId, endpointId, deliveryId }) => ({ clientId, endpointId, deliveryId })));
      const moved = await Promise.all(due.map((ref) => app.deliveries.woken(ref, now)));
      woken += moved.filter(Boolean).length;
      // The index lags behind: when nothing moved it would give the same ones again.
      if (!moved.some(Boolean) || Date.parse(app.clock.now()) - Date.parse(now) > longestRunMs) break;
    }
  }
  return woken;
}

const wakeApp = lazily((): WakeApp => ({
  clock: systemClock,
  deliveries: deliveriesStore(documentClient()),
  queue: lazily(() => queueAt(setting('DELIVERIES_QUEUE_URL'))),
}));

export const handler = async (): Promise<void> => {
  jsonLog.info('woken', { deliveries: await wakeDeliveries(wakeApp()) });
};
