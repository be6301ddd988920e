import { messageEvent } from '#contract/reporting.ts';
import type { MessageEvent } from '#contract/reporting.ts';

const recipient = 'noor@example.net';

/** A record as SES gives it to SNS: with everything that we do not look at. */
export function sesEvent(eventType: string, about: object = {}, tags: Record<string, string[]> = {}) {
  return {
    eventType,
    mail: {
      timestamp: '2026-11-24T09:00:00.000Z',
      source: '"Harbour Books" <mail@mail.assent.test>',
      sourceArn: 'arn:aws:ses:eu-west-2:111122223333:identity/mail.assent.test',
      sendingAccountId: '111122223333',
      messageId: '0102019b0000-aaaa-000000',
      destination: [recipient],
      headersTruncated: false,
      headers: [{ name: 'To', value: recipient }],
      commonHeaders: { to: [recipient], subject: 'The Harbour Books letter' },
      tags: {
        'ses:configuration-set': ['Untracked'],
        'ses:from-domain': ['mail.assent.test'],
        message: ['contactcontact01-1'],
        contact: ['contactcontact01'],
        ...tags,
      },
    },
    ...about,
  };
}

const timestamp = '2026-11-24T09:00:07.000Z';
const recipients = [{ emailAddress: recipient, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550' }];

export const bounced = (bounceType: string, bounceSubType: string) => ({
  bounce: { bounceType, bounceSubType, bouncedRecipients: recipients, timestamp, feedbackId: 'f1' },
});

export const bounce = (bounceType: string, bounceSubType: string) =>
  sesEvent('Bounce', bounced(bounceType, bounceSubType));

export const complaint = (complaintFeedbackType?: string | null) =>
  sesEvent('Complaint', {
    complaint: {
      complainedRecipients: [{ emailAddress: recipient }],
      timestamp,
      feedbackId: 'f2',
      complaintFeedbackType,
    },
  });

/** Somebody whom a contact list of SES's has left it. */
export const subscription = sesEvent('Subscription', {
  subscription: {
    contactList: 'Letters',
    timestamp,
    source: 'UnsubscribeHeader',
    newTopicPreferences: { unsubscribeAll: true, topicSubscriptionStatus: [] },
    oldTopicPreferences: { unsubscribeAll: false, topicSubscriptionStatus: [] },
  },
});

const reader = { ipAddress: '203.0.113.77', timestamp, userAgent: 'Mozilla/5.0' };

export const events = {
  send: sesEvent('Send', { send: {} }),
  delivery: sesEvent('Delivery', { delivery: { timestamp, recipients: [recipient], smtpResponse: '250 ok' } }),
  delay: sesEvent('DeliveryDelay', { deliveryDelay: { timestamp, delayType: 'MailboxFull', delayedRecipients: [] } }),
  reject: sesEvent('Reject', { reject: { reason: 'Bad content' } }),
  renderingFailure: sesEvent('Rendering Failure', { failure: { errorMessage: 'x', templateName: 'y' } }),
  open: sesEvent('Open', { open: reader }),
  click: sesEvent('Click', { click: { ...reader, link: 'https://harbourbooks.example/', linkTags: null } }),
  hardBounce: bounce('Permanent', 'General'),
  softBounce: bounce('Transient', 'MailboxFull'),
  complaint: complaint('abuse'),
} as const;

export const parsed = (event: unknown): MessageEvent => messageEvent.parse(event);
