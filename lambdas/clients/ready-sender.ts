import { documentClient } from '#lambdas/platform/db.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { sendersStore } from './senders-store.ts';
import type { KeptSender, SendersStore } from './senders-store.ts';

export interface ReadySenderPorts {
  readonly senders: Pick<SendersStore, 'find'>;
  /** The deployment's own domain: every client may send from it. */
  readonly mailFromDomain: () => string;
}

/** A domain that mail of a client may come from at this moment (CS-01, ML-21). */
export type ReadySender = Pick<KeptSender, 'domain' | 'owner'>;

/** @returns undefined when it is not this client's, or not ready */
export async function findReadySender(
  clientId: string,
  domain: string,
  { senders, mailFromDomain }: ReadySenderPorts = deployedReadySender(),
): Promise<ReadySender | undefined> {
  if (domain === mailFromDomain()) return { domain, owner: 'operator' };
  const found = await senders.find(clientId, domain);
  return found?.status === 'ready' ? { domain, owner: found.owner } : undefined;
}

const deployedReadySender = lazily((): ReadySenderPorts => ({
  senders: sendersStore(documentClient()),
  mailFromDomain: () => setting('MAIL_FROM_DOMAIN'),
}));
