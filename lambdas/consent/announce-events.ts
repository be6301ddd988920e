import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { channel as eventChannel, consentState } from '#contract/consent.ts';
import type { Channel, ConsentState } from '#contract/consent.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { chainPrefix } from '#lambdas/platform/keys/ledger.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import { count, gathered } from '#lambdas/platform/metrics.ts';
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
export const handler = (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> =>
  gathered(() => announceAll(event));

async function announceAll(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
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
}

const text = z.object({ S: z.string() });
/** The parts of an event that are told, as the stream writes them. */
const image = z
  .object({
    clientId: text,
    contactId: text,
    addressKey: text,
    seq: z.object({ N: z.coerce.number() }),
    state: z.object({ S: consentState }),
    channel: z.object({ S: eventChannel }),
    listId: text.optional(),
  })
  .transform(({ clientId, contactId, addressKey, seq, state, channel, listId }) => ({
    clientId: clientId.S,
    told: {
      contactId: contactId.S,
      addressKey: addressKey.S,
      seq: seq.N,
      state: state.S,
      channel: channel.S,
      listId: listId?.S,
    } satisfies Announcement,
  }));

async function announce({ eventName, dynamodb }: DynamoDBRecord): Promise<void> {
  if (eventName !== 'INSERT' || !dynamodb?.NewImage?.pk?.S?.startsWith(chainPrefix)) return;
  const { clientId, told } = image.parse(dynamodb.NewImage);
  await tell(told);
  countEvent(told, clientId);
}

/** Who is told of an event. Each of them must bear to be told twice (docs/decisions/0012). */
export async function tell(told: Announcement): Promise<void> {
  await Promise.all(listeners.filter(({ hears }) => hears(told)).map(({ queue }) => queue().send(told)));
}

/** After it was told: what the stream gives again is not counted twice. Imports are no sign-ups. */
function countEvent({ state, channel }: Announcement, client: string): void {
  if (channel === 'bounce' || channel === 'complaint') count('AddressesSuppressed', { reason: channel });
  const name = signUpMetric(state, channel);
  if (name) count(name, { client });
}

function signUpMetric(state: ConsentState, channel: Channel) {
  if (channel === 'form' || channel === 'api') return 'SignUpsRequested';
  if (channel === 'confirm_page' && state === 'given') return 'SignUpsConfirmed';
  const byThePerson = ['preference_centre', 'one_click', 'mailto'].includes(channel);
  return byThePerson && state === 'withdrawn' ? 'SignUpsWithdrawn' : undefined;
}
