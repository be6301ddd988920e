import type { Key, TableDefinition } from './table.ts';

/** What was handed over and how it went: webhook deliveries and messages. No address stands here. */
export const deliveryTable = {
  name: 'Delivery',
  environment: 'DELIVERY_TABLE',
  timeToLive: 'expiresAt',
  recovery: true,
  indexes: {
    /** Which deliveries are due? Sparse: only waiting ones carry `dueShard`. */
    dueDeliveries: { partitionKey: 'dueShard', sortKey: 'dueAt', projects: ['clientId', 'endpointId', 'deliveryId'] },
  },
} as const satisfies TableDefinition;

const deliveryPrefix = 'DELIVERY#';
/** `deliveryId` begins with the time in milliseconds, so that a partition reads in order. */
export const deliveryKey = (endpointId: string, deliveryId: string): Key => ({
  pk: `ENDPOINT#${endpointId}`,
  sk: `${deliveryPrefix}${deliveryId}`,
});
/** Sort keys of an endpoint's deliveries from a time on: `sortableTime` as in platform/ids.ts. */
export const deliveriesFrom = (endpointId: string, sortableTime: string) => ({
  pk: `ENDPOINT#${endpointId}`,
  from: `${deliveryPrefix}${sortableTime}`,
  // After every delivery id: they are made of letters, digits, - and _.
  to: `${deliveryPrefix}~`,
});
/** Deliveries that wait are spread, so that one endpoint that is down does not make one hot partition. */
const dueShardCount = 4;
export const dueShards: readonly string[] = Array.from({ length: dueShardCount }, (_, shard) => `DUE#${shard}`);
/** By a random character of the delivery id: what stands before is the time. */
export const dueShardOf = (deliveryId: string): string => `DUE#${(deliveryId.codePointAt(12) ?? 0) % dueShardCount}`;
/** One message: what SES reported about it. */
export const messageKey = (messageTag: string): Key => ({ pk: `MESSAGE#${messageTag}`, sk: 'MESSAGE' });
/** One line of a client's digest: captured or withdrawn on a day. */
export const digestLineKey = (clientId: string, day: string, contactId: string, seq: string): Key => ({
  pk: digestDay(clientId, day),
  sk: `${contactId}#${seq}`,
});
export const digestDay = (clientId: string, day: string): string => `DIGEST#${clientId}#${day}`;
