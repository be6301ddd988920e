import {
  AccountSuspendedException,
  MailFromDomainNotVerifiedException,
  MessageRejected,
  SendEmailCommand,
  SESv2Client,
} from '@aws-sdk/client-sesv2';
import { lazily } from './lazily.ts';

/**
 * Why a message is sent. Each purpose names whose business it is, so that nobody can mail a client's contacts for
 * anything else: there is no purpose for the operator's own mailings to them.
 */
export const mailPurposes = {
  confirm: { messageClass: 'transactional', to: 'contact' },
  welcome: { messageClass: 'commercial', to: 'contact' },
  digest: { messageClass: 'transactional', to: 'client' },
} as const;
export type MailPurpose = keyof typeof mailPurposes;
export type MessageClass = (typeof mailPurposes)[MailPurpose]['messageClass'];

/** A message to one person. `purpose` is no default: whoever sends has to say why. */
export interface Mail {
  readonly purpose: MailPurpose;
  /** The client on whose behalf it goes. */
  readonly client: { readonly clientId: string; readonly brand: string; readonly tenantName?: string };
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly replyTo?: string;
  /** Opaque ids only (requirements.md 4.1): they come back in every event. */
  readonly tags: Readonly<Record<string, string>>;
  /** Present on every commercial message, and on those alone. */
  readonly list?: ListHeaders;
  readonly language: string;
  /** Consent of this person to be counted when opening or clicking. */
  readonly tracked: boolean;
}

/** RFC 2369, 2919, 8058. */
export interface ListHeaders {
  readonly id: string;
  readonly name: string;
  readonly unsubscribeUrl: string;
  /** Absent when no mail is taken there. */
  readonly unsubscribeMailto?: string;
}

export type Sent =
  { readonly sent: true; readonly sesMessageId: string } | { readonly sent: false; readonly because: string };

export interface MailTransport {
  /**
   * Hands one message to SES.
   * @returns `sent: false` when SES will never take this message
   * @throws when trying again may help: throttled, paused, out of reach
   */
  send(mail: Mail, maySend: () => Promise<MayMail>): Promise<Sent>;
}

/** Answered with consistent reads, right before SES (CS-08). */
export type MayMail = { readonly send: true } | { readonly send: false; readonly because: string };

export interface MailSettings {
  readonly fromDomain: string;
  readonly configurationSets: { readonly tracked: string; readonly untracked: string };
}

const client = lazily(() => new SESv2Client({ maxAttempts: 3 }));

export const sesTransport = (settings: () => MailSettings): MailTransport => ({
  async send(mail, maySend) {
    const { messageClass } = mailPurposes[mail.purpose];
    // ML-20: every commercial message carries the list headers, whatever its author thinks.
    if (messageClass === 'commercial' && !mail.list) throw new Error(`a ${mail.purpose} mail needs its list headers`);
    const may = await maySend();
    if (!may.send) return { sent: false, because: may.because };
    try {
      const { MessageId } = await client().send(new SendEmailCommand(commandOf(mail, messageClass, settings())));
      if (!MessageId) throw new Error('SES took the message and gave no id');
      return { sent: true, sesMessageId: MessageId };
    } catch (error) {
      if (error instanceof MessageRejected) return { sent: false, because: 'rejected' };
      if (error instanceof AccountSuspendedException || error instanceof MailFromDomainNotVerifiedException)
        throw new Error('SES does not take mail from this account now', { cause: error });
      throw error;
    }
  },
});

/** One recipient a message (SE-04). */
function commandOf(mail: Mail, messageClass: MessageClass, settings: MailSettings) {
  return {
    FromEmailAddress: `${phrase(mail.client.brand)} <mail@${settings.fromDomain}>`,
    Destination: { ToAddresses: [mail.to] },
    ReplyToAddresses: mail.replyTo ? [mail.replyTo] : undefined,
    ConfigurationSetName: mail.tracked ? settings.configurationSets.tracked : settings.configurationSets.untracked,
    TenantName: mail.client.tenantName,
    EmailTags: Object.entries({ ...mail.tags, client: mail.client.clientId, purpose: mail.purpose }).map(
      ([Name, Value]) => ({
        Name,
        Value,
      }),
    ),
    Content: {
      Simple: {
        Subject: { Data: mail.subject, Charset: 'UTF-8' },
        Body: { Html: { Data: mail.html, Charset: 'UTF-8' }, Text: { Data: mail.text, Charset: 'UTF-8' } },
        Headers: headersOf(mail, messageClass),
      },
    },
  };
}

function headersOf(mail: Mail, messageClass: MessageClass): { Name: string; Value: string }[] {
  const headers: Record<string, string> = { 'Content-Language': mail.language };
  if (messageClass === 'transactional') headers['Auto-Submitted'] = 'auto-generated'; // ML-09
  if (mail.list) {
    headers['List-Id'] = `${phrase(mail.list.name)} <${mail.list.id}>`; // ML-03
    const { unsubscribeUrl, unsubscribeMailto } = mail.list;
    const ways = unsubscribeMailto === undefined ? [unsubscribeUrl] : [unsubscribeUrl, unsubscribeMailto];
    headers['List-Unsubscribe'] = ways.map((way) => `<${way}>`).join(', '); // ML-04
    headers['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click';
    headers['Feedback-ID'] = `${mail.purpose}:${mail.client.clientId}:${messageClass}:assent`;
  }
  return Object.entries(headers).map(([Name, Value]) => ({ Name, Value }));
}

/** A display name (RFC 5322 phrase): quoted when plain, an encoded word otherwise, so that nothing in it can become another header. */
export function phrase(text: string): string {
  const plain = text.replaceAll(/[\r\n]+/g, ' ');
  if (/^[\x20-\x7e]*$/.test(plain)) return `"${plain.replaceAll(/["\\]/g, '\\$&')}"`;
  return `=?UTF-8?B?${Buffer.from(plain, 'utf8').toString('base64')}?=`;
}
