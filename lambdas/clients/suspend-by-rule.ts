import type { Client } from '#contract/clients.ts';
import { audited } from '#lambdas/platform/audit.ts';
import type { Stamping } from '#lambdas/platform/audit.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { clientsStore } from './store.ts';
import type { ClientsStore } from './store.ts';

/** What a rule may do about a client: read it, and suspend it with a reason. An operator, by name, approves it again. */
export interface SuspendedByRule {
  /** @returns false when it was not approved at this moment */
  (clientId: string, reason: string): Promise<boolean>;
  client(clientId: string): Promise<Client | undefined>;
}

export const suspendByRule = (store: Pick<ClientsStore, 'find' | 'change'>, stamping: Stamping): SuspendedByRule =>
  Object.assign(
    async (clientId: string, reason: string): Promise<boolean> => {
      const found = await store.find(clientId);
      if (found?.status !== 'approved') return false;
      const audit = audited(stamping, { userName: 'assent', reason }, clientId, 'client.suspended', clientId);
      const to = { ...found, status: 'suspended', suspendedAt: audit.stamp.at } as const;
      return store.change(found, to, audit);
    },
    { client: (clientId: string) => store.find(clientId) },
  );

export const deployedSuspension = lazily(() =>
  suspendByRule(clientsStore(documentClient()), { clock: systemClock, ids: randomIds }),
);
