import { createHash } from 'node:crypto';
import { bare, recipientsOf } from './mailbox.ts';
import type { Kept } from './mailbox.ts';
import type { Happening } from './simulate.ts';
import type { TrackedLink } from './tracking.ts';

const account = '000000000000';

/** Who opened or clicked. */
export interface Reader {
  readonly ipAddress: string;
  readonly userAgent: string;
}

export type EventType = 'Send' | 'Delivery' | 'DeliveryDelay' | 'Bounce' | 'Complaint' | 'Reject' | 'Open' | 'Click';

/** A record as SES publishes it: the same for every destination. */
export interface SesEvent {
  readonly eventType: EventType;
  readonly mail: Readonly<Record<string, unknown>>;
  readonly [about: string]: unknown;
}

export const sent = (kept: Kept): SesEvent => ({ eventType: 'Send', mail: mailOf(kept), send: {} });

export function happened(kept: Kept, happening: Happening, at: string): SesEvent {
  const [recipient = ''] = recipientsOf(kept);
  const mail = mailOf(kept);
  const reportingMTA = 'dns; mx.simulator.amazonses.com';
  switch (happening.event) {
    case 'Delivery':
      return {
        eventType: 'Delivery',
        mail: mailOf(kept, { 'ses:outgoing-ip': ['192.0.2.25'] }),
        delivery: {
          timestamp: at,
          processingTimeMillis: Math.max(1, Date.parse(at) - Date.parse(kept.at)),
          recipients: [recipient],
          smtpResponse: '250 2.6.0 Message received',
          reportingMTA: 'mx.simulator.amazonses.com',
        },
      };
    case 'DeliveryDelay':
      return {
        eventType: 'DeliveryDelay',
        mail,
        deliveryDelay: {
          timestamp: at,
          delayType: 'MailboxFull',
          expirationTime: new Date(Date.parse(at) + 14 * 3_600_000).toISOString(),
          delayedRecipients: [
            { emailAddress: recipient, status: '4.2.2', diagnosticCode: 'smtp; 452 4.2.2 mailbox full' },
          ],
        },
      };
    case 'Bounce':
      return {
        eventType: 'Bounce',
        mail,
        bounce: {
          feedbackId: feedbackId(kept, 'bounce'),
          bounceType: happening.type,
          bounceSubType: happening.subType,
          bouncedRecipients: [{ emailAddress: recipient, action: 'failed', ...codeOf(happening.type) }],
          timestamp: at,
          reportingMTA,
        },
      };
    case 'Complaint':
      return {
        eventType: 'Complaint',
        mail,
        complaint: {
          feedbackId: feedbackId(kept, 'complaint'),
          complaintSubType: null,
          complainedRecipients: [{ emailAddress: recipient }],
          timestamp: at,
          userAgent: 'local stand-in of a feedback loop',
          complaintFeedbackType: happening.feedbackType,
          arrivalDate: at,
        },
      };
    case 'Reject':
      return { eventType: 'Reject', mail, reject: { reason: 'Bad content' } };
  }
}

export const opened = (kept: Kept, reader: Reader, at: string): SesEvent => ({
  eventType: 'Open',
  mail: mailOf(kept),
  open: { ipAddress: reader.ipAddress, timestamp: at, userAgent: reader.userAgent },
});

export const clicked = (kept: Kept, link: TrackedLink, reader: Reader, at: string): SesEvent => ({
  eventType: 'Click',
  mail: mailOf(kept),
  click: {
    ipAddress: reader.ipAddress,
    timestamp: at,
    userAgent: reader.userAgent,
    link: link.url,
    linkTags: Object.keys(link.tags).length > 0 ? link.tags : null,
  },
});

function mailOf(kept: Kept, moreTags: Readonly<Record<string, string[]>> = {}): Readonly<Record<string, unknown>> {
  const { asked } = kept;
  const domain = bare(asked.FromEmailAddress).split('@')[1] ?? '';
  return {
    timestamp: kept.at,
    source: asked.FromEmailAddress,
    sourceArn: `arn:aws:ses:us-east-1:${account}:identity/${domain}`,
    sendingAccountId: account,
    messageId: kept.id,
    destination: recipientsOf(kept),
    headersTruncated: false,
    headers: kept.headers,
    commonHeaders: {
      from: [asked.FromEmailAddress],
      to: asked.Destination.ToAddresses,
      messageId: kept.id,
      subject: kept.subject,
    },
    tags: { ...tagsOf(kept), ...moreTags },
  };
}

/** Tags as SES gives them: arrays, its own beside ours. */
export const tagsOf = ({ asked }: Kept): Record<string, string[]> => ({
  'ses:operation': ['SendEmail'],
  ...(asked.ConfigurationSetName ? { 'ses:configuration-set': [asked.ConfigurationSetName] } : {}),
  'ses:source-ip': ['192.0.2.10'],
  'ses:from-domain': [bare(asked.FromEmailAddress).split('@')[1] ?? ''],
  'ses:caller-identity': ['local'],
  ...Object.fromEntries(asked.EmailTags.map(({ Name, Value }) => [Name, [Value]])),
});

const codeOf = (type: 'Permanent' | 'Transient') =>
  type === 'Permanent'
    ? { status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' }
    : { status: '4.2.2', diagnosticCode: 'smtp; 452 4.2.2 try again later' };

/** The same whenever the same thing is told again. */
const feedbackId = ({ id }: Kept, kind: string): string =>
  `0100${createHash('sha256').update(`${id} ${kind}`).digest('hex').slice(0, 44)}-000000`;
