import type { Delivery, listDeliveries, replayDelivery, replaySince, testEndpoint } from '#contract/forwarding.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { sortableId } from '#lambdas/platform/ids.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { KeptDelivery } from './deliveries-store.ts';
import type { KeptEndpoint } from './endpoints-store.ts';
import type { ForwardingApp } from './forwarding-app.ts';
import { known } from './manage-endpoints.ts';

export const test: Run<typeof testEndpoint, ForwardingApp> = async ({ params }, app) => {
  active(await known(app, params));
  const at = app.clock.now();
  const ref = { ...params, deliveryId: sortableId(at, app.ids) };
  const waiting = { v: 1 as const, ...ref, type: 'endpoint.test' as const, status: 'waiting' as const };
  const added: KeptDelivery = { ...waiting, attempts: [], tries: 0, createdAt: at };
  await app.deliveries.add(added, at);
  await app.deliveryQueue().send(ref);
  return reply({ ...shown(added), nextAttemptAt: at });
};

export const page: Run<typeof listDeliveries, ForwardingApp> = async ({ params, query }, app) => {
  await known(app, params);
  const { items, nextPageToken } = await app.deliveries.newestFirst(params.endpointId, query);
  return reply({ items: items.map(shown), nextPageToken });
};

export const one: Run<typeof replayDelivery, ForwardingApp> = async ({ params }, app) => {
  active(await known(app, params));
  if (!(await app.deliveries.find(params.endpointId, params.deliveryId))) throw notFound('delivery');
  const replayed = await app.deliveries.replay(params, app.clock.now());
  if (!replayed) throw new DomainError('wrong_state', 'this delivery waits for its next attempt already');
  await app.deliveryQueue().send(params);
  return reply(shown(replayed));
};

const replayedPerCall = 100;

/** Oldest first, so that a receiver that stores what it gets ends where it would have been. */
export const since: Run<typeof replaySince, ForwardingApp> = async ({ params, body }, app) => {
  active(await known(app, params));
  const found = await app.deliveries.since(params.endpointId, body.since, replayedPerCall + 1);
  const events = found.slice(0, replayedPerCall).filter(({ type }) => type !== 'endpoint.test');
  const now = app.clock.now();
  const outcomes = await Promise.all(
    events.map(async ({ deliveryId }) => app.deliveries.replay({ ...params, deliveryId }, now)),
  );
  // What waits already goes out by itself, and is not counted.
  const replayed = outcomes.filter((each) => each !== undefined);
  await app.deliveryQueue().sendAll(replayed.map(({ deliveryId }) => ({ ...params, deliveryId })));
  const next = found[replayedPerCall];
  return reply({ replayed: replayed.length, ...(next ? { nextSince: timeOf(next.deliveryId) } : {}) });
};

/** A delivery id begins with the time of its event: see sortableTime. */
const timeOf = (deliveryId: string): string => new Date(Number.parseInt(deliveryId.slice(0, 9), 36)).toISOString();

function active({ status }: KeptEndpoint): void {
  if (status !== 'active') throw new DomainError('wrong_state', 'this endpoint is disabled; enable it first');
}

const shown = (kept: KeptDelivery): Delivery => ({
  deliveryId: kept.deliveryId,
  endpointId: kept.endpointId,
  type: kept.type,
  contactId: kept.contactId,
  status: kept.status,
  attempts: kept.attempts,
  because: kept.because,
  createdAt: kept.createdAt,
  nextAttemptAt: kept.nextAttemptAt,
});
