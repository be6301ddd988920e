import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { channel as eventChannel, consentState } from '#contract/consent.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { chainPrefix } from '#lambdas/platform/keys/ledger.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import { queueAt } from '#lambdas/platform/queue.ts';
import type { Queue } from '#lambdas/platform/queue.ts';

/** A line of the ledger, told to whoever acts on it. Ids only: who needs more reads it, as it stands then. */
export const announcement = z.object({
  contactId: z.string(),
  addressKey: z.string(),
  seq: z.number(),
  state: consentState,
  channel: eventChannel,
  listId: z.string().optional(),
});
export type Announcement = z.output<typeof announcement>;

interface Listener {
  readonly queue: () => Queue;
  readonly hears: (told: Announcement) => boolean;
}

const queueOf = (variable: string) => lazily(() => queueAt(setting(variable)));

/** Who is told what. */
const listeners: readonly Listener[] = [
  { queue: queueOf('MAILS_QUEUE_URL'), hears: ({ state }) => state === 'requested' },
  {
    queue: queueOf('WELCOMES_QUEUE_URL'),
    hears: (told) => told.state === 'given' && told.channel === 'confirm_page',
  },
  // Nothing is forwarded, and nobody is a member, before they confirmed. One that hears too much does nothing.
  // Whom a client brought itself, it is not told of: an import of a million would be a million calls to its own endpoint.
  {
    queue: queueOf('FORWARDING_QUEUE_URL'),
    hears: ({ state, channel }) => state !== 'requested' && channel !== 'import',
  },
  { queue: queueOf('MEMBERS_QUEUE_URL'), hears: ({ state }) => state !== 'requested' },
];

/**
 * The ledger's stream. Nothing that follows from an event is lost: the event was written, so it is in the stream, and it
 * leaves the stream only when a queue has it.
 */
export const handler = async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  for (const record of event.Records) {
    try {
      await announce(record);
    } catch (cause) {
      // In order from here on: the stream gives this one and all after it again.
      jsonLog.error('event not announced, will be tried again', { eventId: record.eventID ?? '' }, cause);
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] };
    }
  }
  jsonLog.info('announced', { events: event.Records.length });
  return { batchItemFailures: [] };
};

const text = z.object({ S: z.string() });
/** The parts of an event that are told, as the stream writes them. */
const image = z
  .object({
    contactId: text,
    addressKey: text,
    seq: z.object({ N: z.coerce.number() }),
    state: z.object({ S: consentState }),
    channel: z.object({ S: eventChannel }),
    listId: text.optional(),
  })
  .transform(({ contactId, addressKey, seq, state, channel, listId }): Announcement => ({
    contactId: contactId.S,
    addressKey: addressKey.S,
    seq: seq.N,
    state: state.S,
    channel: channel.S,
    listId: listId?.S,
  }));

async function announce({ eventName, dynamodb }: DynamoDBRecord): Promise<void> {
  if (eventName !== 'INSERT' || !dynamodb?.NewImage?.pk?.S?.startsWith(chainPrefix)) return;
  await tell(image.parse(dynamodb.NewImage));
}

/** Who is told of an event. Each of them must bear to be told twice (docs/decisions/0012). */
export async function tell(told: Announcement): Promise<void> {
  await Promise.all(listeners.filter(({ hears }) => hears(told)).map(({ queue }) => queue().send(told)));
}
