import type { Key, TableDefinition } from './table.ts';

/**
 * Where an address stands: one item for an address at a client, one for an address as such. Both are found by a keyed
 * hash of the address, so that a suppression outlives everything that is known about the person.
 */
export const consentTable = {
  name: 'Consent',
  environment: 'CONSENT_TABLE',
  timeToLive: 'expiresAt',
  recovery: true,
} as const satisfies TableDefinition;

export const standingSortKey = 'STANDING';
export const standingKey = (addressKey: string): Key => ({ pk: `ADDRESS#${addressKey}`, sk: standingSortKey });
export const mailboxKey = (mailboxHash: string): Key => ({ pk: `MAILBOX#${mailboxHash}`, sk: 'MAILBOX' });
