import type { Delivery, listDeliveries, replayDelivery, replaySince, testEndpoint } from '#contract/forwarding.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { sortableId } from '#lambdas/platform/ids.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { KeptDelivery } from './deliveries-store.ts';
import type { KeptEndpoint } from './endpoints-store.ts';
import type { ForwardingApp } from './forwarding-app.ts';
import { known } from './manage-endpoints.ts';

export const test: Run<typeof testEndpoint, ForwardingApp> = async ({ params, caller }, app) => {
  active(await known(app, params));
  await app.audit.write(audited(app, caller(), params.clientId, 'endpoint.tested', params.endpointId).entry);
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

export const one: Run<typeof replayDelivery, ForwardingApp> = async ({ params, caller }, app) => {
  active(await known(app, params));
  const found = await app.deliveries.find(params.endpointId, params.deliveryId);
  if (!found) throw notFound('delivery');
  const now = app.clock.now();
  const audit = audited(app, caller(), params.clientId, 'delivery.replayed', params.deliveryId);
  if (!(await app.deliveries.replay(params, now, audit)))
    throw new DomainError('wrong_state', 'this delivery waits for its next attempt already');
  await app.deliveryQueue().send(params);
  return reply({ ...shown(found), status: 'waiting', because: undefined, nextAttemptAt: now });
};

const replayedPerCall = 100;

/** Oldest first, so that a receiver that stores what it gets ends where it would have been. */
export const since: Run<typeof replaySince, ForwardingApp> = async ({ params, body, caller }, app) => {
  active(await known(app, params));
  // A hundred deliveries are more than a transaction holds: one event tells of them all, and comes first.
  await app.audit.write(audited(app, caller(), params.clientId, 'deliveries.replayed', params.endpointId).entry);
  const found = await app.deliveries.since(params.endpointId, body.since, replayedPerCall + 1);
  const events = found.slice(0, replayedPerCall).filter(({ type }) => type !== 'endpoint.test');
  const now = app.clock.now();
  const refs = events.map(({ deliveryId }) => ({ ...params, deliveryId }));
  const outcomes = await Promise.all(refs.map((ref) => app.deliveries.replay(ref, now)));
  // What waits already goes out by itself, and is not counted.
  const replayed = refs.filter((_, place) => outcomes[place]);
  await app.deliveryQueue().sendAll(replayed);
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
