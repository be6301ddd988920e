import { setTimeout } from 'node:timers/promises';
import { SendEmailCommand, SESv2Client, TooManyRequestsException } from '@aws-sdk/client-sesv2';
import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import type * as z from 'zod';
import type { MailProvider } from '#contract/figures.ts';
import type { ContactAddress } from '#contract/consent.ts';
import { later, minute, systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { documentClient } from './db.ts';
import { setting } from './environment.ts';
import { lazily } from './lazily.ts';
import { jsonLog } from './logger.ts';
import type { Log } from './logger.ts';
import { messageLog } from './message-log.ts';
import type { CountedAs, MessageBefore, MessageLog, SendEvidence } from './message-log.ts';
import { count } from './metrics.ts';
import type { Count } from './metrics.ts';
import { sesFailureOf } from './ses-failure.ts';

/** Whom a message goes to, and whose business it is. A contact is written to for their client, and for nobody else. */
export type PurposeOf =
  | { readonly messageClass: 'transactional' | 'commercial'; readonly to: 'contact' | 'client'; readonly for: 'client' }
  | { readonly messageClass: 'transactional'; readonly to: 'client'; readonly for: 'operator' };

/** Why a message is sent: there is no purpose for the operator's own mailings to contacts, and none can be written down. */
export const mailPurposes = {
  confirm: { messageClass: 'transactional', to: 'contact', for: 'client' },
  welcome: { messageClass: 'commercial', to: 'contact', for: 'client' },
  campaign: { messageClass: 'commercial', to: 'contact', for: 'client' },
  digest: { messageClass: 'transactional', to: 'client', for: 'client' },
  digestAsk: { messageClass: 'transactional', to: 'client', for: 'client' },
  holdNotice: { messageClass: 'transactional', to: 'client', for: 'client' },
  senderNotice: { messageClass: 'transactional', to: 'client', for: 'client' },
  test: { messageClass: 'commercial', to: 'client', for: 'client' },
} as const satisfies Record<string, PurposeOf>;
export type MailPurpose = keyof typeof mailPurposes;
export type PurposeTo<To extends PurposeOf['to']> = {
  [Purpose in MailPurpose]: (typeof mailPurposes)[Purpose]['to'] extends To ? Purpose : never;
}[MailPurpose];

/** Any address but one that a contact gave: those carry a brand from where they are read. */
export type OtherAddress = string & { readonly [z.$brand]?: never };

/** A message to one person. `purpose` is no default: whoever sends has to say why. */
export type Mail = MailParts &
  (
    | {
        readonly purpose: PurposeTo<'contact'>;
        readonly to: ContactAddress;
        /** Opaque ids only (requirements.md 4.1): they come back in events. `contact` is who to suppress. */
        readonly tags: Readonly<Record<string, string>> & { readonly contact: string };
      }
    | {
        readonly purpose: PurposeTo<'client'>;
        readonly to: OtherAddress;
        readonly tags: Readonly<Record<string, string>> & { readonly contact?: never };
      }
  );

interface MailParts {
  /** The same for the same message, however often its sending is begun: letters, digits, `_`, `-`. */
  readonly messageId: string;
  /** The client on whose behalf it goes. */
  readonly client: { readonly clientId: string; readonly brand: string; readonly tenantName?: string };
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** A sender domain of the client's that is ready; our own domain unless set. The name beside it is always the client's (CS-01). */
  readonly from?: string;
  readonly replyTo?: string;
  /** Shown where the HTML names `cid:` and the content id: inside the message, so that nobody learns who looked. */
  readonly inlinePictures?: readonly InlinePicture[];
  /** Present on every commercial message, and on those alone. */
  readonly list?: ListHeaders;
  readonly language: string;
  /** Consent of this person to be counted when opening or clicking. */
  readonly tracked: boolean;
}

export interface InlinePicture {
  /** Letters, digits, `_`, `-`. */
  readonly contentId: string;
  readonly contentType: 'image/png';
  readonly data: Uint8Array;
}

/** RFC 2369, 2919, 8058. */
export interface ListHeaders {
  readonly id: string;
  readonly name: string;
  readonly unsubscribeUrl: string;
  /** Absent when no mail is taken there. */
  readonly unsubscribeMailto?: string;
  /** Where people report mail that they did not want. */
  readonly reportUrl: string;
  /** What providers tell complaints apart by: the campaign. The purpose unless set. */
  readonly stream?: string;
}

export type Sent =
  { readonly sent: true; readonly sesMessageId: string } | { readonly sent: false; readonly because: string };

export interface MailTransport {
  /**
   * Hands one message to SES, once: whatever was claimed before is not sent again (docs/decisions/0003).
   * @returns `sent: false` when it is not, and never will be, sent by this call: `refused` by maySend for its reason,
   *   `rejected` by SES, `unknown` when SES may have it, or `sent_before`
   * @throws when trying again may help: throttled, paused, out of reach, or another worker is at it
   */
  send(mail: Mail, maySend: () => Promise<MayMail>): Promise<Sent>;
  /**
   * The same for a message that is written only when it may be sent: what it says comes from the very read that allows it.
   * @throws also when writing throws; the claim is given back, for SES was not called
   */
  sendWritten(message: Message, write: () => Promise<Written>): Promise<Sent>;
}

/** What is known of a message before it is written. */
export interface Message {
  readonly messageId: string;
  readonly purpose: MailPurpose;
  readonly clientId: string;
  readonly contactId?: string;
  /** Of a campaign's messages: where they are counted. */
  readonly counted?: CountedAs;
}

/** @property evidence kept with the message: what it relied on, and a hash of what it said (requirements.md 2.4) */
export type Written =
  | { readonly send: true; readonly mail: Mail; readonly evidence?: SendEvidence; readonly provider?: MailProvider }
  | { readonly send: false; readonly because: string };

/** Answered with consistent reads, right before SES (CS-08). */
export type MayMail = { readonly send: true } | { readonly send: false; readonly because: string };

export interface MailSettings {
  readonly fromDomain: string;
  readonly configurationSets: { readonly tracked: string; readonly untracked: string };
}

/** What a message is sent with. */
export interface TransportParts {
  readonly messages: MessageLog;
  readonly ses: { send(command: SendEmailCommand): Promise<{ readonly MessageId?: string | undefined }> };
  readonly clock: Clock;
  readonly log: Log;
  readonly count: Count;
  readonly pause: (ms: number) => Promise<void>;
}

/** One attempt a call: a retry after a lost answer would send twice, and the SDK does not know which answers are safe. */
const deployedParts = lazily((): TransportParts => ({
  messages: messageLog(documentClient()),
  ses: new SESv2Client({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
  }),
  clock: systemClock,
  log: jsonLog,
  count: count,
  pause: (ms) => setTimeout(ms),
}));

/** As `sendsMail` of lib/sends-mail.ts has set it up. */
export const deployedTransport = (): MailTransport =>
  sesTransport(() => ({
    fromDomain: setting('MAIL_FROM_DOMAIN'),
    configurationSets: {
      tracked: setting('CONFIGURATION_SET_TRACKED'),
      untracked: setting('CONFIGURATION_SET_UNTRACKED'),
    },
  }));

export const sesTransport = (
  settings: () => MailSettings,
  parts: () => TransportParts = deployedParts,
): MailTransport => ({
  send: (mail, maySend) =>
    sendWritten(messageOf(mail), settings, parts(), async () => {
      const may = await maySend();
      return may.send ? { send: true, mail } : may;
    }),
  sendWritten: (message, write) => sendWritten(message, settings, parts(), write),
});

const messageOf = ({ messageId, purpose, client, tags }: Mail): Message => ({
  messageId,
  purpose,
  clientId: client.clientId,
  contactId: tags.contact,
});

async function sendWritten(
  message: Message,
  settings: () => MailSettings,
  parts: TransportParts,
  write: () => Promise<Written>,
): Promise<Sent> {
  const { messages, clock, count } = parts;
  const { messageId, purpose } = message;
  const claim = await messages.claim(message, clock.now());
  if (!claim.claimed) return afterOther(claim.before, message, parts);
  const written = await writtenOrGivenBack(message, settings, write, parts);
  if (!written.send) {
    await messages.raise(messageId, { status: 'refused', at: clock.now(), because: written.because });
    count('MailRefused', {});
    return { sent: false, because: written.because };
  }
  const handed = await handOver(written.command, parts);
  if (!handed.taken) return afterFailure(handed.error, message, parts);
  const { sesMessageId } = handed;
  const { evidence, provider } = written;
  await messages.raise(messageId, { status: 'sent', at: clock.now(), sesMessageId, evidence, facts: { provider } });
  count('MailSent', { purpose });
  return { sent: true, sesMessageId };
}

/** Longer than any function that sends may run: who claimed before that is gone. */
const longestSending = minute / 2;

async function afterOther(before: MessageBefore, message: Message, parts: TransportParts): Promise<Sent> {
  switch (before.status) {
    case 'claimed':
      if (later(before.claimedAt, longestSending) > parts.clock.now())
        throw new Error('another worker is at this message');
      return park(new Error('a worker died over this message'), message, parts);
    case 'waiting':
      throw new Error('this message was given back just now');
    case 'unknown':
    case 'refused':
    case 'rejected':
      return { sent: false, because: before.status };
    default:
      return { sent: false, because: 'sent_before' };
  }
}

type Ready =
  | {
      readonly send: true;
      readonly command: SendEmailCommand;
      readonly evidence?: SendEvidence;
      readonly provider?: MailProvider;
    }
  | { readonly send: false; readonly because: string };

/** SES was not called yet: when nobody can say whether it may be, the claim goes back. */
async function writtenOrGivenBack(
  { messageId, purpose, clientId, contactId }: Message,
  settings: () => MailSettings,
  write: () => Promise<Written>,
  { messages, clock }: TransportParts,
): Promise<Ready> {
  try {
    const written = await write();
    if (!written.send) return written;
    const { mail, evidence, provider } = written;
    const same = mail.messageId === messageId && mail.purpose === purpose;
    if (!same || mail.client.clientId !== clientId || mail.tags.contact !== contactId)
      throw new Error(`another message was written than the ${purpose} that was claimed`);
    return { send: true, command: new SendEmailCommand(commandOf(mail, settings())), evidence, provider };
  } catch (error) {
    await messages.giveBack(messageId, clock.now());
    throw error;
  }
}

type HandedOver =
  { readonly taken: true; readonly sesMessageId: string } | { readonly taken: false; readonly error: unknown };

/** A throttled call was not taken: it alone is made again at once, for a queue would wait a minute. */
async function handOver(command: SendEmailCommand, { ses, pause }: TransportParts): Promise<HandedOver> {
  for (let tries = 1; ; tries++) {
    try {
      const { MessageId } = await ses.send(command);
      if (!MessageId) throw new Error('SES took the message and gave no id');
      return { taken: true, sesMessageId: MessageId };
    } catch (error) {
      if (!(error instanceof TooManyRequestsException) || tries === 4) return { taken: false, error };
      await pause(150 * 2 ** tries * (0.5 + Math.random()));
    }
  }
}

async function afterFailure(error: unknown, message: Message, parts: TransportParts): Promise<Sent> {
  const { messages, clock, log, count } = parts;
  const { messageId, purpose } = message;
  switch (sesFailureOf(error)) {
    case 'not_sent':
      await messages.giveBack(messageId, clock.now());
      count('MailPutOff', {});
      throw new Error('SES does not take mail from us just now', { cause: error });
    case 'rejected':
      await messages.raise(messageId, { status: 'rejected', at: clock.now(), because: nameOf(error) });
      count('MailRejected', {});
      log.error('SES rejected a message', { messageId, purpose }, error);
      return { sent: false, because: 'rejected' };
    case 'unknown':
      return park(error, message, parts);
  }
}

/** Nobody knows whether SES has it. It stays where it is, for an event of SES to settle, or a person. */
async function park(error: unknown, { messageId, purpose }: Message, parts: TransportParts): Promise<Sent> {
  const { messages, clock, log, count } = parts;
  const parked = await messages.raise(messageId, { status: 'unknown', at: clock.now(), because: nameOf(error) });
  if (parked === 'stays') return { sent: false, because: 'sent_before' }; // The event came while we waited.
  count('MailUnknown', {});
  log.error('nobody knows whether this message was sent', { messageId, purpose }, error);
  return { sent: false, because: 'unknown' };
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error');

/** Which link it was: SES tells by these, and takes them out only where it counts. */
const withoutLinkTags = (html: string): string => html.replaceAll(/ ses:tags="[^"]*"/g, '');

/** One recipient a message (SE-04). */
function commandOf(mail: Mail, settings: MailSettings): SendEmailCommandInput {
  const { messageClass } = mailPurposes[mail.purpose];
  if ([mail.to, mail.subject, mail.from ?? '', mail.replyTo ?? ''].some((text) => /[\r\n]/.test(text)))
    throw new Error(`a ${mail.purpose} mail has a line break where a header would end`);
  // ML-20: every commercial message carries the list headers, whatever its author thinks.
  if (messageClass === 'commercial' && !mail.list) throw new Error(`a ${mail.purpose} mail needs its list headers`);
  const tags = { ...mail.tags, message: mail.messageId, client: mail.client.clientId, purpose: mail.purpose };
  return {
    FromEmailAddress: `${phrase(mail.client.brand)} <${mail.from ?? `mail@${settings.fromDomain}`}>`,
    Destination: { ToAddresses: [mail.to] },
    ReplyToAddresses: mail.replyTo ? [mail.replyTo] : undefined,
    ConfigurationSetName: mail.tracked ? settings.configurationSets.tracked : settings.configurationSets.untracked,
    TenantName: mail.client.tenantName,
    EmailTags: Object.entries<string | undefined>(tags).map(([Name, Value]) => ({ Name, Value })),
    Content: {
      Simple: {
        Subject: { Data: mail.subject, Charset: 'UTF-8' },
        Body: {
          Html: { Data: mail.tracked ? mail.html : withoutLinkTags(mail.html), Charset: 'UTF-8' },
          Text: { Data: mail.text, Charset: 'UTF-8' },
        },
        Headers: sendable(headersOf(mail)),
        Attachments: mail.inlinePictures?.map(({ contentId, contentType, data }) => ({
          FileName: `${contentId}.png`,
          ContentDisposition: 'INLINE',
          ContentId: contentId,
          ContentType: contentType,
          ContentTransferEncoding: 'BASE64',
          RawContent: data,
        })),
      },
    },
  };
}

/** The headers that we add ourselves: what mail programs go by. */
export function headersOf(
  mail: Pick<Mail, 'purpose' | 'language' | 'client' | 'list'>,
): { readonly Name: string; readonly Value: string }[] {
  const { messageClass } = mailPurposes[mail.purpose];
  const headers: Record<string, string> = { 'Content-Language': mail.language };
  if (messageClass === 'transactional') headers['Auto-Submitted'] = 'auto-generated'; // ML-09
  if (mail.list) {
    headers['List-Id'] = `${phrase(mail.list.name)} <${mail.list.id}>`; // ML-03
    const { unsubscribeUrl, unsubscribeMailto } = mail.list;
    const ways = unsubscribeMailto === undefined ? [unsubscribeUrl] : [unsubscribeUrl, unsubscribeMailto];
    headers['List-Unsubscribe'] = ways.map((way) => `<${way}>`).join(', '); // ML-04
    headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click';
    headers['X-Report-Abuse'] = `Please report abuse at ${mail.list.reportUrl}`;
    headers['Feedback-ID'] = `${mail.list.stream ?? mail.purpose}:${mail.client.clientId}:${messageClass}:assent`;
  }
  return Object.entries(headers).map(([Name, Value]) => ({ Name, Value }));
}

/** SES takes 870 characters, and a line break in one would be another header. */
function sendable<H extends { readonly Name: string; readonly Value: string }>(headers: H[]): H[] {
  for (const { Name, Value } of headers)
    if (!/^[ -~]{1,870}$/.test(Value)) throw new Error(`the header ${Name} is not one line of 870 ASCII characters`);
  return headers;
}

/** A display name (RFC 5322 phrase): quoted when plain, encoded words otherwise, so that nothing in it can become another header. */
export function phrase(text: string): string {
  const plain = text.replaceAll(/[\r\n]+/g, ' ');
  if (/^[\x20-\x7e]*$/.test(plain)) return `"${plain.replaceAll(/["\\]/g, '\\$&')}"`;
  return encodedWords(plain).join(' ');
}

/** An encoded word is at most 75 characters long and ends between characters (RFC 2047): 45 bytes of text. */
function encodedWords(text: string): string[] {
  const chunks = [''];
  for (const character of text) {
    const last = chunks.at(-1) ?? '';
    if (Buffer.byteLength(last + character) > 45) chunks.push(character);
    else chunks[chunks.length - 1] = last + character;
  }
  return chunks.map((chunk) => `=?UTF-8?B?${Buffer.from(chunk, 'utf8').toString('base64')}?=`);
}
