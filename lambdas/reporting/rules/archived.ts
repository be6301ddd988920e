import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { ArchivedOutcome } from '#contract/archive.ts';
import type { MessageEvent, MessageStatus } from '#contract/reporting.ts';
import type { AddressKeys } from '#lambdas/platform/address-keys.ts';
import type { MessageRecord } from '#lambdas/platform/message-log.ts';
import { read } from './activity.ts';
import type { Outcome } from './outcome-of.ts';

type Told = Pick<Outcome, 'at' | 'because' | 'facts'> & { readonly status: MessageStatus };

/** Pure: what the archive keeps of an outcome. Whatever is not named here is not kept. */
export function archived(
  event: MessageEvent,
  { status: outcome, at, because, facts }: Told,
  { messageId, clientId: client, contactId, campaignId, variant, purpose, provider, claimedAt }: MessageRecord,
  keys: Pick<AddressKeys, 'archived'>,
): ArchivedOutcome {
  const { link, hints = [] } = read(facts?.activity ?? '') ?? {};
  const message = keys.archived(client, messageId);
  // A time that is none would make a partition of its own.
  const happened = new Date(Number.isNaN(Date.parse(at)) ? claimedAt : at).toISOString();
  const word = because === undefined ? undefined : wordOf(because);
  const code = codeOf(event);
  return {
    v: 1,
    id: idOf(message, outcome, happened, word, link, ...hints),
    happened,
    day: happened.slice(0, 10),
    client,
    ...(campaignId !== undefined && { campaign: campaignId }),
    ...(variant !== undefined && { variant }),
    purpose,
    message,
    ...(contactId !== undefined && { contact: keys.archived(client, contactId) }),
    claimed: claimedAt,
    outcome,
    ...(provider !== undefined && { provider }),
    ...(word !== undefined && { because: word }),
    ...(code !== undefined && { code }),
    ...(link !== undefined && { link }),
    ...(hints.length > 0 && { hints: hints.join(' ') }),
  };
}

/** The message is a keyed hash already: nobody can guess what is hashed here. */
const idOf = (...parts: (string | undefined)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);

/** A kind of complaint is what somebody's mail server wrote: a word, or it could be anything. */
const wordOf = (because: string): string => (/^[A-Za-z][\w-]{0,39}$/.test(because) ? because : 'other');

const bounced = z.looseObject({
  bouncedRecipients: z.tuple([z.looseObject({ status: z.string().regex(/^[245]\.\d{1,3}\.\d{1,3}$/) })]),
});

/** Only SNS brings it; the same event by EventBridge has the same id and no code. */
const codeOf = (event: MessageEvent): string | undefined =>
  event.eventType === 'Bounce' ? bounced.safeParse(event.bounce).data?.bouncedRecipients[0].status : undefined;
