import type { Key, TableDefinition } from './table.ts';

/** What was handed over and how it went: webhook deliveries and messages. No address stands here. */
export const deliveryTable = {
  name: 'Delivery',
  environment: 'DELIVERY_TABLE',
  timeToLive: 'expiresAt',
  recovery: true,
  indexes: {
    /** Which deliveries are due? Sparse: only waiting ones carry `dueShard`. */
    dueDeliveries: { partitionKey: 'dueShard', sortKey: 'dueAt', projects: 'keys' },
  },
} as const satisfies TableDefinition;

/** `deliveryId` begins with the time in milliseconds, so that a partition reads in order. */
export const deliveryKey = (endpointId: string, deliveryId: string): Key => ({
  pk: `ENDPOINT#${endpointId}`,
  sk: `DELIVERY#${deliveryId}`,
});
export const deliveryPrefix = 'DELIVERY#';
export const dueShards = 4;
export const dueShard = (shard: number): string => `DUE#${shard}`;
/** One message: what SES reported about it. */
export const messageKey = (messageTag: string): Key => ({ pk: `MESSAGE#${messageTag}`, sk: 'MESSAGE' });
/** One line of a client's digest: captured or withdrawn since the last one. */
export const digestLineKey = (clientId: string, day: string, contactId: string, seq: string): Key => ({
  pk: `DIGEST#${clientId}#${day}`,
  sk: `${contactId}#${seq}`,
});
