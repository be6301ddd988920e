import { ordered } from './table.ts';
import type { Key, TableDefinition } from './table.ts';

/** What was handed over and how it went: webhook deliveries and messages. No address stands here. */
export const deliveryTable = {
  name: 'Delivery',
  environment: 'DELIVERY_TABLE',
  timeToLive: 'expiresAt',
  stream: 'new-image',
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
export const messagePrefix = 'MESSAGE#';
export const messageKey = (messageTag: string): Key => ({ pk: `${messagePrefix}${messageTag}`, sk: 'MESSAGE' });
/** One line of a client's digest: captured or withdrawn on a day. */
export const digestLineKey = (clientId: string, day: string, contactId: string, seq: string): Key => ({
  pk: digestDay(clientId, day),
  sk: `${contactId}#${seq}`,
});
export const digestDay = (clientId: string, day: string): string => `DIGEST#${clientId}#${day}`;

/** Runs that are not over. A handful at a time. */
export const openRuns = 'RUNS';
export const openRunKey = (campaignId: string): Key => ({ pk: openRuns, sk: campaignId });
/** Every campaign that was begun for a client, in order: which of them may have reached somebody lately? */
export const runsOfClient = (clientId: string): string => `RUNS#${clientId}`;
export const runOfClientKey = (clientId: string, startedAt: string, campaignId: string): Key => ({
  pk: runsOfClient(clientId),
  sk: `${startedAt}#${campaignId}`,
});
/** A campaign that is being sent: the run, what was planned of each partition of its list, how far each lane is. */
export const runPartition = (campaignId: string): string => `RUN#${campaignId}`;
export const runKey = (campaignId: string): Key => ({ pk: runPartition(campaignId), sk: 'RUN' });
const planPrefix = 'PLAN#';
export const planKey = (campaignId: string, partition: number): Key => ({
  pk: runPartition(campaignId),
  sk: `${planPrefix}${ordered(partition)}`,
});
export const isPlanKey = (sk: string): boolean => sk.startsWith(planPrefix);
const lanePrefix = 'LANE#';
export const laneKey = (campaignId: string, lane: number): Key => ({
  pk: runPartition(campaignId),
  sk: `${lanePrefix}${ordered(lane)}`,
});
export const isLaneKey = (sk: string): boolean => sk.startsWith(lanePrefix);
/** Up to fifty people of a lane. Each lane is a partition of its own, so that planning is not held up by one. */
export const batchKey = (campaignId: string, lane: number, batch: number): Key => ({
  pk: `BATCHES#${campaignId}#${lane}`,
  sk: ordered(batch),
});
/** Messages of a campaign of which nobody knew whether SES has them. */
export const unknownPartition = (campaignId: string): string => `UNKNOWN#${campaignId}`;
export const unknownKey = (campaignId: string, contactId: string): Key => ({
  pk: unknownPartition(campaignId),
  sk: contactId,
});
/** How many of them SES turned out to have. */
export const settledKey = (campaignId: string): Key => ({ pk: runPartition(campaignId), sk: 'SETTLED' });
/** Campaigns that were sent, by when it is asked of how many messages nothing was heard. */
export const unheardPartition = 'UNHEARD';
export const unheardKey = (campaignId: string, dueAt: string): Key => ({
  pk: unheardPartition,
  sk: `${dueAt}#${campaignId}`,
});
/** How fast the account may send: one budget for all campaigns. */
export const paceKey: Key = { pk: 'PACE', sk: 'SES' };
/** How much a new sender domain may send today, and did. */
export const rampKey = (domain: string): Key => ({ pk: 'PACE', sk: `DOMAIN#${domain}` });

/** What came of messages lately: counts by five minutes of when we were told, of a campaign, a client, or all. */
export const ratesPartition = (scope: string): string => `RATES#${scope}`;
export const ratesKey = (scope: string, at: string): Key => ({ pk: ratesPartition(scope), sk: fiveMinutesOf(at) });
/** `2026-11-24T09:35` for 09:37. */
export const fiveMinutesOf = (at: string): string => {
  const minutes = Number(at.slice(14, 16));
  return `${at.slice(0, 14)}${String(minutes - (minutes % 5)).padStart(2, '0')}`;
};
/** A campaign that was stopped by itself: one for each time that it was let go on. */
const strikesPrefix = 'STRIKE#';
export const strikeKey = (clientId: string, campaignId: string, since: string): Key => ({
  pk: strikesPartition(clientId),
  sk: `${campaignId}#${since}`,
});
export const strikesPartition = (clientId: string): string => `${strikesPrefix}${clientId}`;

/** What SES thinks of the account and of clients' tenants: the last word on each thing. */
export const findingsPartition = 'FINDINGS';
export const findingKey = (clientId: string | undefined, about: string): Key => ({
  pk: findingsPartition,
  sk: `${clientId ?? 'ACCOUNT'}#${about}`,
});

/**
 * Figures of a campaign: a handful of items, whatever its size. They stand beside its run, so that one query gives a report. Hours stand
 * by day: each is written with most of what is counted, and paid for by its size.
 */
const figuresPrefix = 'FIGURES#';
export type FiguresOf = 'TOTALS' | 'LINKS' | 'LEFT' | `HOURS#${string}`;
export const figuresKey = (campaignId: string, of: FiguresOf): Key => ({
  pk: runPartition(campaignId),
  sk: `${figuresPrefix}${of}`,
});
export const isFiguresKey = (sk: string): boolean => sk.startsWith(figuresPrefix);
export const figuresOfCampaign = (campaignId: string) => ({ pk: runPartition(campaignId), prefix: figuresPrefix });
/** What was counted of the messages of a part (up to fifty people), by their places in it. */
export const foldedKey = (campaignId: string, part: string): Key => ({
  pk: `FOLDED#${campaignId}#${part}`,
  sk: 'FOLDED',
});
/** Figures of a client on the day on which messages were sent. */
export const clientDaysPartition = (clientId: string): string => `DAYS#${clientId}`;
export const clientDayKey = (clientId: string, day: string): Key => ({ pk: clientDaysPartition(clientId), sk: day });
/** Who came to a list and who left it on a day. */
export const growthOfList = (listId: string): string => `GROWTH#${listId}`;
export const growthKey = (listId: string, day: string): Key => ({ pk: growthOfList(listId), sk: day });
/** Up to which event of the ledger a contact was counted in that. */
export const grownKey = (contactId: string): Key => ({ pk: `GROWN#${contactId}`, sk: 'GROWN' });
