import { webhookEvent } from '#contract/forwarding.ts';
import { openProfile } from '#lambdas/consent/open-profile.ts';
import { standingStore } from '#lambdas/consent/standing-store.ts';
import type { StandingStore } from '#lambdas/consent/standing-store.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { batch } from '#lambdas/platform/batch.ts';
import { second, systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { optionalSetting, setting } from '#lambdas/platform/environment.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import type { Ids } from '#lambdas/platform/ids.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import { count } from '#lambdas/platform/metrics.ts';
import type { Count } from '#lambdas/platform/metrics.ts';
import { queueAt } from '#lambdas/platform/queue.ts';
import type { Queue } from '#lambdas/platform/queue.ts';
import { sealer } from '#lambdas/platform/sealing.ts';
import type { Sealer } from '#lambdas/platform/sealing.ts';
import { addressSecret, webhookSecret } from '#lambdas/platform/secrets.ts';
import { deliveriesStore, deliveryRef, endpointDisabled, longestQueueDelayMs, waitingFor } from './deliveries-store.ts';
import type { DeliveriesStore, DeliveryRef, KeptDelivery } from './deliveries-store.ts';
import { safeEgress } from './egress.ts';
import type { Answer, Egress } from './egress.ts';
import { endpointsStore } from './endpoints-store.ts';
import type { EndpointsStore, KeptEndpoint } from './endpoints-store.ts';
import { afterAttempt } from './rules/after-attempt.ts';
import { mostTries } from './rules/retry-schedule.ts';
import { secretVersions } from './rules/secret-versions.ts';
import { release } from './rules/webhook-body.ts';
import type { Release } from './rules/webhook-body.ts';
import { webhookHeaders } from './rules/webhook-headers.ts';
import { signingSecrets } from './signing-secrets.ts';
import type { SigningSecrets } from './signing-secrets.ts';

export interface DeliverApp {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly random: () => number;
  readonly count: Count;
  readonly deliveries: Pick<DeliveriesStore, 'claim' | 'settle'>;
  readonly endpoints: Pick<EndpointsStore, 'find' | 'change'>;
  readonly standings: Pick<StandingStore, 'find' | 'event'>;
  readonly secrets: () => Promise<{ readonly sealer: Sealer; readonly signing: SigningSecrets }>;
  readonly egress: Egress;
  readonly queue: () => Queue;
}

/** One try. Whether it may go out, and what it says, is judged now: it may have waited for days. */
export async function deliver(ref: DeliveryRef, app: DeliverApp): Promise<void> {
  const claimed = await app.deliveries.claim(ref, app.clock.now());
  if (!claimed) return;
  if (claimed.tries > mostTries) return giveUp(claimed, app);
  const endpoint = await app.endpoints.find(ref.clientId, ref.endpointId);
  if (endpoint?.status !== 'active') return cancel(claimed, endpointDisabled, app);
  const released = await contentOf(claimed, app);
  if ('cancel' in released) return cancel(claimed, released.cancel, app);
  const answer = await post(endpoint, claimed.deliveryId, released, app);
  await settle(claimed, endpoint, answer, app);
}

async function cancel(claimed: KeptDelivery, because: string, app: DeliverApp): Promise<void> {
  await app.deliveries.settle(claimed, { status: 'cancelled', because });
  app.log.info('delivery cancelled', { deliveryId: claimed.deliveryId, because });
}

/** What never comes to an end would be woken every minute for as long as it is kept. */
async function giveUp(claimed: KeptDelivery, app: DeliverApp): Promise<void> {
  const { deliveryId, tries } = claimed;
  app.count('DeliveriesGivenUp', {});
  app.log.info('delivery given up: no try of it came to an end', { deliveryId, tries });
  await app.deliveries.settle(claimed, { status: 'failed' });
}

async function contentOf(claimed: KeptDelivery, app: DeliverApp): Promise<Release> {
  const { type, contactId, addressKey, seq, clientId, endpointId, createdAt } = claimed;
  if (type === 'endpoint.test') return { event: { type, timestamp: createdAt, data: { clientId, endpointId } } };
  if (contactId === undefined || addressKey === undefined || seq === undefined)
    throw new Error('a delivery has lost what it is about');
  const [standing, event, secrets] = await Promise.all([
    app.standings.find(addressKey),
    app.standings.event(contactId, seq),
    app.secrets(),
  ]);
  if (!event) throw new Error('a delivery has lost its event');
  const profile = () => standing && openProfile(secrets.sealer, standing);
  return release({ type, event, standing, profile, now: app.clock.now() });
}

async function post(
  endpoint: KeptEndpoint,
  webhookId: string,
  { event }: Extract<Release, { event: unknown }>,
  app: DeliverApp,
): Promise<Answer & { at: string }> {
  const { signing } = await app.secrets();
  const at = app.clock.now();
  const secrets = secretVersions(endpoint, at).map((version) => signing.of(endpoint.endpointId, version));
  // Parsed first, so that a field nobody declared cannot leave.
  const body = JSON.stringify(webhookEvent().parse(event));
  return { at, ...(await app.egress.post(endpoint.url, webhookHeaders({ id: webhookId, at, body }, secrets), body)) };
}

async function settle(
  claimed: KeptDelivery,
  endpoint: KeptEndpoint,
  attempt: Answer & { at: string },
  app: DeliverApp,
): Promise<void> {
  const { clientId, endpointId, deliveryId, tries } = claimed;
  const after = afterAttempt(attempt, tries, app.random());
  app.log.info('delivery', {
    clientId,
    endpointId,
    deliveryId,
    tries,
    status: attempt.status,
    now: after.status,
    ms: attempt.ms,
  });
  if (after.status === 'waiting') {
    await app.deliveries.settle(claimed, waitingFor(app.clock.now(), after.delayMs), attempt);
    if (after.delayMs <= longestQueueDelayMs)
      await app.queue().send({ clientId, endpointId, deliveryId }, Math.ceil(after.delayMs / second));
    return;
  }
  if (after.status === 'failed') {
    app.count('DeliveriesGivenUp', {});
    if (after.gone) await disable(endpoint, app);
  }
  await app.deliveries.settle(claimed, { status: after.status }, attempt);
}

/** 410: the receiver asks not to be called again. Somebody who changed the endpoint meanwhile knows better. */
async function disable(endpoint: KeptEndpoint, app: DeliverApp): Promise<void> {
  const { clientId, endpointId } = endpoint;
  const to: KeptEndpoint = { ...endpoint, status: 'disabled', disabledBecause: 'it answered 410 Gone' };
  const assent = { userName: 'assent', reason: 'it answered 410 Gone' };
  await app.endpoints.change(endpoint, to, audited(app, assent, clientId, 'endpoint.disabled', endpointId));
}

const deliverApp = lazily((): DeliverApp => ({
  clock: systemClock,
  ids: randomIds,
  log: jsonLog,
  random: Math.random,
  count,
  deliveries: deliveriesStore(documentClient()),
  endpoints: endpointsStore(documentClient()),
  standings: standingStore(documentClient()),
  secrets: lazilyAsync(async () => {
    const [address, webhook] = await Promise.all([addressSecret(), webhookSecret()]);
    return { sealer: sealer(address), signing: signingSecrets(webhook) };
  }),
  egress: safeEgress({ privateHosts: optionalSetting('PRIVATE_WEBHOOK_HOSTS')?.split(',') ?? [] }),
  queue: lazily(() => queueAt(setting('DELIVERIES_QUEUE_URL'))),
}));

export const handler = batch(deliveryRef, deliver, deliverApp);
