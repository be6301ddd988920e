import type { Client } from '#contract/clients.ts';
import { audited } from '#lambdas/platform/audit.ts';
import type { Stamping } from '#lambdas/platform/audit.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import { clientsStore } from './store.ts';
import type { ClientsStore } from './store.ts';
import { sesTenants } from './tenants.ts';
import type { Tenants } from './tenants.ts';

/** What a rule may do about a client: read it, and suspend it with a reason. An operator, by name, approves it again. */
export interface SuspendedByRule {
  /** @returns false when it was not approved at this moment */
  (clientId: string, reason: string): Promise<boolean>;
  client(clientId: string): Promise<Client | undefined>;
}

export interface SuspendParts extends Stamping {
  readonly store: Pick<ClientsStore, 'find' | 'change'>;
  readonly tenants: Pick<Tenants, 'stop'>;
  readonly log: Log;
}

export const suspendByRule = ({ store, tenants, log, ...stamping }: SuspendParts): SuspendedByRule =>
  Object.assign(
    async (clientId: string, reason: string): Promise<boolean> => {
      const found = await store.find(clientId);
      if (found?.status !== 'approved') return false;
      const audit = audited(stamping, { userName: 'assent', reason }, clientId, 'client.suspended', clientId);
      const to = { ...found, status: 'suspended', suspendedAt: audit.stamp.at } as const;
      if (!(await store.change(found, to, audit))) return false;
      try {
        await tenants.stop(clientId);
      } catch (cause) {
        // Nothing is sent for the client by us; that SES would not either is a second lock, and no reason to tell nobody.
        log.error('a client is suspended, and its tenant is not', { clientId }, cause);
      }
      return true;
    },
    { client: (clientId: string) => store.find(clientId) },
  );

export const deployedSuspension = lazily(() =>
  suspendByRule({
    store: clientsStore(documentClient()),
    tenants: sesTenants(),
    log: jsonLog,
    clock: systemClock,
    ids: randomIds,
  }),
);
