import * as z from 'zod';
import type { ArchivedOutcome } from '#contract/archive.ts';
import type { MessageEvent } from '#contract/reporting.ts';
import { abuseStore } from '#lambdas/abuse/abuse-store.ts';
import { fileFeedback } from '#lambdas/abuse/file-feedback.ts';
import type { Feedback } from '#lambdas/abuse/file-feedback.ts';
import { agreesToCounting } from '#lambdas/consent/agrees-to-counting.ts';
import { countSoftBounce } from '#lambdas/consent/count-soft-bounce.ts';
import type { ContactSoftBounce } from '#lambdas/consent/count-soft-bounce.ts';
import { suppressContact, suppressionApp } from '#lambdas/consent/suppress-contact.ts';
import type { ContactSuppression } from '#lambdas/consent/suppress-contact.ts';
import { stopDigest, stopDigestApp } from '#lambdas/forwarding/stop-digest.ts';
import type { DigestReport } from '#lambdas/forwarding/stop-digest.ts';
import { addressKeys } from '#lambdas/platform/address-keys.ts';
import type { AddressKeys } from '#lambdas/platform/address-keys.ts';
import { batch } from '#lambdas/platform/batch.ts';
import type { Consume } from '#lambdas/platform/batch.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { messageLog, rankOf } from '#lambdas/platform/message-log.ts';
import type { MessageLog, MessageRecord, Report } from '#lambdas/platform/message-log.ts';
import { count } from '#lambdas/platform/metrics.ts';
import type { Count } from '#lambdas/platform/metrics.ts';
import { queueAt } from '#lambdas/platform/queue.ts';
import type { Queue } from '#lambdas/platform/queue.ts';
import { addressSecret } from '#lambdas/platform/secrets.ts';
import { countOutcome } from './count-outcome.ts';
import { outcomeArchive } from './outcome-archive.ts';
import type { OutcomeArchive } from './outcome-archive.ts';
import { archived } from './rules/archived.ts';
import { outcomeOf } from './rules/outcome-of.ts';
import type { Outcome } from './rules/outcome-of.ts';
import { redacted } from './rules/redacted.ts';
import { reportedIn } from './rules/reported-in.ts';

export interface OutcomesApp {
  readonly messages: Pick<MessageLog, 'find' | 'raise'>;
  readonly suppress: (suppression: ContactSuppression) => Promise<void>;
  /** For the operator, who sees which client is complained of. */
  readonly fileFeedback: (feedback: Feedback) => Promise<void>;
  readonly countSoftBounce: (bounce: ContactSoftBounce) => Promise<void>;
  readonly stopDigest: (report: DigestReport) => Promise<void>;
  /** Whether this person agrees to be counted when opening and clicking, as of now. */
  readonly agreesToCounting: (contactId: string, listId: string | undefined) => Promise<boolean>;
  /** What is left for people. */
  readonly parked: () => Queue;
  readonly count: Count;
  readonly keys: () => Promise<Pick<AddressKeys, 'archived'>>;
  readonly archive: OutcomeArchive;
}

const anything = z.unknown();

/**
 * What SES said. Of a shape that is not known, it is parked, and holds up no other (SE-03).
 * @returns what the archive is to keep of it
 */
export const recordOutcome: Consume<typeof anything, OutcomesApp, ArchivedOutcome> = async (body, app) => {
  const reported = reportedIn(body);
  if (reported.kind === 'nothing') return undefined;
  if (reported.kind === 'event') return record(reported.event, app);
  // The queue has an alarm. Once the code has learned the shape, `assent redrive` brings it back.
  app.count('MailEventUnknown', {});
  await app.parked().send({ ...partsOf(redacted(body)), parkedBecause: reported.cause });
  return undefined;
};

const partsOf = (kept: unknown): object => (typeof kept === 'object' && kept !== null ? kept : { kept });

/** Suppression first: a report may be late, a second mail to a complainant may not happen. */
async function record(event: MessageEvent, app: OutcomesApp): Promise<ArchivedOutcome | undefined> {
  const outcome = outcomeOf(event);
  const [messageId] = event.mail.tags.message;
  const message = await app.messages.find(messageId);
  await heed(event, outcome, message, app);
  if (outcome.status === undefined) return undefined;
  // Every message of ours is claimed before SES sees it: this one is not ours, or its record is lost. Kept for people.
  if (message === undefined) throw new Error(unclaimed);
  if (outcome.facts?.activity !== undefined && !(await mayBeCounted(message, app))) return undefined;
  const report = { ...outcome, status: outcome.status, sesMessageId: event.mail.messageId };
  // What is known stays known: a look costs a fifth of a write that comes to nothing, and most of what SES says of sending does.
  const recorded = isNews(report, message) ? await app.messages.raise(messageId, report) : 'stays';
  if (recorded === 'no_such_message') throw new Error(unclaimed);
  const { clientId: client, provider = 'other' } = message;
  if (recorded === 'raised') countOutcome(app.count, outcome.status, { client, provider });
  // Whether it was news or not: it may have been told before, and not have come to the archive.
  return archived(event, report, message, await app.keys());
}

const unclaimed = 'an event tells of a message that nobody claimed';

const isNews = ({ status, facts }: Report, { statusRank, deliveredAt, activity }: MessageRecord): boolean =>
  rankOf(status) > statusRank ||
  (facts?.deliveredAt !== undefined && deliveredAt === undefined) ||
  (facts?.activity !== undefined && !activity?.has(facts.activity));

/** Who took the agreement to be counted back is not counted, whenever the mail was sent (PR-10). Nothing of the event is kept. */
const mayBeCounted = async ({ contactId, listId }: MessageRecord, app: OutcomesApp): Promise<boolean> =>
  contactId !== undefined && app.agreesToCounting(contactId, listId);

/** An event that was heeded before is not heeded again: the person may have come back since. */
async function heed(
  event: MessageEvent,
  outcome: Outcome,
  message: MessageRecord | undefined,
  app: OutcomesApp,
): Promise<void> {
  const { status, at, suppress, soft } = outcome;
  if (!suppress && !soft) return;
  if (message !== undefined && message.status === status) return;
  const contactId = event.mail.tags.contact?.[0] ?? message?.contactId;
  if (contactId !== undefined && suppress) {
    await app.suppress({ contactId, ...suppress });
    return report(outcome, message, app);
  }
  // What comes after a delivery is an automatic reply: somebody is on holiday.
  if (contactId !== undefined && soft && (message?.statusRank ?? 0) < rankOf('delivered'))
    return app.countSoftBounce({ contactId, id: event.mail.messageId, at: new Date(at).toISOString() });
  // A message to a client's own people has no contact behind it: it is about their digest.
  if (message && suppress)
    await app.stopDigest({ clientId: message.clientId, messageId: message.messageId, reason: suppress.reason });
}

async function report(outcome: Outcome, message: MessageRecord | undefined, app: OutcomesApp): Promise<void> {
  if (outcome.suppress?.reason !== 'complaint' || message === undefined) return;
  const { messageId, clientId, campaignId } = message;
  await app.fileFeedback({ messageId, clientId, campaignId, at: outcome.at, type: outcome.because ?? 'unnamed' });
}

const outcomesApp = lazily((): OutcomesApp => ({
  messages: messageLog(documentClient()),
  suppress: (suppression) => suppressContact(suppressionApp(), suppression),
  countSoftBounce: (bounce) => countSoftBounce(suppressionApp(), bounce),
  fileFeedback: (feedback) => fileFeedback({ reports: abuseStore(documentClient()), count }, feedback),
  stopDigest: (report) => stopDigest(stopDigestApp(), report),
  agreesToCounting: (contactId, listId) => agreesToCounting(suppressionApp(), contactId, listId),
  parked: lazily(() => queueAt(setting('EVENTS_DEAD_LETTERS_URL'))),
  count: count,
  keys: lazilyAsync(async () => addressKeys(await addressSecret())),
  archive: outcomeArchive(),
}));

/** Last of all: what Firehose does not take is told again, and by then changes nothing but the archive. */
export const handler = batch(anything, recordOutcome, outcomesApp, (outcomes, { archive }) => archive.put(outcomes));
