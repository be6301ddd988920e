import type { MessageEvent, MessageStatus } from '#contract/reporting.ts';
import { hintsOf, written } from './activity.ts';
import type { Activity } from './activity.ts';

/** What follows from an event. */
export interface Outcome {
  /** Undefined when it says nothing about where the message stands. */
  readonly status: MessageStatus | undefined;
  /** ISO 8601. */
  readonly at: string;
  /** SES's own word for it. */
  readonly because?: string;
  readonly suppress?: Suppression;
  /** It did not get through for now, and that is about the mailbox. */
  readonly soft?: true;
  /** Kept with the message whether its status rises or not. */
  readonly facts?: { readonly deliveredAt?: string; readonly activity?: string };
}

export interface Suppression {
  readonly reason: 'hard_bounce' | 'complaint';
  /** `mailbox`: nobody may write to this address any more. `client`: this client may not. */
  readonly scope: 'mailbox' | 'client';
}

/** Pure: the same event says the same, however often it comes and by whichever way. */
export function outcomeOf(event: MessageEvent): Outcome {
  switch (event.eventType) {
    case 'Send':
      return { status: 'sent', at: event.mail.timestamp };
    case 'Delivery':
      return {
        status: 'delivered',
        at: event.delivery.timestamp,
        facts: { deliveredAt: event.delivery.timestamp },
      };
    case 'DeliveryDelay':
      return { status: 'delayed', at: event.deliveryDelay.timestamp, because: event.deliveryDelay.delayType };
    case 'Open':
      return afterLook('open', event.open);
    case 'Click':
      return afterLook('click', event.click, event.click.linkTags?.link?.[0]);
    case 'Reject':
      return { status: 'rejected', at: event.mail.timestamp, because: 'virus' };
    case 'Rendering Failure':
      return { status: 'failed', at: event.mail.timestamp, because: 'rendering' };
    case 'Subscription':
      return { status: undefined, at: event.subscription.timestamp };
    case 'Bounce':
      return afterBounce(event.bounce);
    case 'Complaint':
      return afterComplaint(event.complaint);
  }
}

/** @param link its place among the links of the content: at most three digits */
function afterLook(
  kind: Activity['kind'],
  { timestamp: at, userAgent }: { readonly timestamp: string; readonly userAgent?: string | null | undefined },
  link?: string,
): Outcome {
  const known = link !== undefined && /^\d{1,3}$/.test(link) ? { link } : {};
  const activity = written({ at, kind, ...known, hints: hintsOf(userAgent ?? undefined) });
  return { status: kind === 'open' ? 'opened' : 'clicked', at, facts: { activity } };
}

type Bounce = Extract<MessageEvent, { eventType: 'Bounce' }>['bounce'];
type Complaint = Extract<MessageEvent, { eventType: 'Complaint' }>['complaint'];

/** Transient for what was sent, whoever it was sent to. */
const aboutTheMessage = ['MessageTooLarge', 'ContentRejected', 'AttachmentRejected'];

/**
 * The table of requirements.md 4.1. A sub-type that is new to us counts as what its type says: Permanent means that SES
 * would not try again.
 */
function afterBounce({ bounceType, bounceSubType, timestamp: at }: Bounce): Outcome {
  // An automatic reply comes as Transient after a delivery: its rank is below that.
  if (bounceType !== 'Permanent')
    return {
      status: 'soft_bounced',
      at,
      because: bounceSubType,
      ...(aboutTheMessage.includes(bounceSubType) ? {} : { soft: true }),
    };
  switch (bounceSubType) {
    case 'EmailValidationSuppressed':
      return { status: 'invalid', at, because: bounceSubType }; // A guess of SES: for people to look at.
    case 'Suppressed':
    case 'OnAccountSuppressionList':
      return {
        status: 'suppressed',
        at,
        because: bounceSubType,
        suppress: { reason: 'hard_bounce', scope: 'mailbox' },
      };
    case 'OnTenantSuppressionList':
    case 'UnsubscribedRecipient':
      return { status: 'suppressed', at, because: bounceSubType, suppress: { reason: 'hard_bounce', scope: 'client' } };
    default:
      return { status: 'bounced', at, because: bounceSubType, suppress: { reason: 'hard_bounce', scope: 'mailbox' } };
  }
}

/** Somebody took a complaint back, or a receiver reports on signatures: neither is a complaint. */
const noComplaints = ['not-spam', 'auth-failure'];

function afterComplaint({ complaintFeedbackType, timestamp: at }: Complaint): Outcome {
  if (complaintFeedbackType && noComplaints.includes(complaintFeedbackType)) return { status: undefined, at };
  return {
    status: 'complained',
    at,
    because: complaintFeedbackType ?? 'unnamed',
    suppress: { reason: 'complaint', scope: 'client' },
  };
}
