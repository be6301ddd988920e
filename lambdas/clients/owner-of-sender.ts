import { documentClient } from '#lambdas/platform/db.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { sendersStore } from './senders-store.ts';
import type { SendersStore } from './senders-store.ts';

/**
 * The client whose sender domain it is.
 * @returns undefined when it is nobody's; the operator's own domain is many clients'
 */
export const ownerOfSender = (
  domain: string,
  senders: Pick<SendersStore, 'ownerOf'> = deployedSenders(),
): Promise<string | undefined> => senders.ownerOf(domain);

const deployedSenders = lazily(() => sendersStore(documentClient()));
