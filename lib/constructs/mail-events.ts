import { Duration } from 'aws-cdk-lib';
import { EventBus, EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { ConfigurationSetEventDestination, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import type { ConfigurationSet } from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import { deadLetterQueue } from './queue-worker.ts';

export interface MailEventsProps {
  /** With opens and clicks. */
  readonly tracked: ConfigurationSet;
  readonly untracked: ConfigurationSet;
}

const impact = 'bounces and complaints are not heeded: people who must not be mailed may be mailed again';

/**
 * What SES says about messages, in one queue, by two ways. EventBridge tells everything, is best effort, and lets through
 * what is named here and nothing else; bounces and complaints come by SNS too, for they must not be lost.
 */
export class MailEvents extends Construct {
  readonly queue: Queue;
  readonly deadLetters: DeadLetterQueue;
  readonly impact = impact;

  constructor(scope: Construct, id: string, { tracked, untracked }: MailEventsProps) {
    super(scope, id);
    const deadLetters = deadLetterQueue(this, 'DeadLetters', impact);
    this.deadLetters = deadLetters;
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // Six times what record-outcomes may take, and what it gathers for (lib/reporting.ts).
      visibilityTimeout: Duration.seconds(65),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
    });

    const bus = EventBus.fromEventBusName(this, 'DefaultBus', 'default');
    const topic = new Topic(this, 'MustNotBeLost', { enforceSSL: true });
    topic.addSubscription(new SqsSubscription(this.queue, { rawMessageDelivery: true, deadLetterQueue: deadLetters }));
    const tell = (name: string, configurationSet: ConfigurationSet, events: EmailSendingEvent[]) => {
      new ConfigurationSetEventDestination(this, `${name}ToEventBridge`, {
        configurationSet,
        destination: EventDestination.eventBus(bus),
        events,
      });
      new ConfigurationSetEventDestination(this, `${name}ToSns`, {
        configurationSet,
        destination: EventDestination.snsTopic(topic),
        events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT, EmailSendingEvent.REJECT],
      });
    };
    // A set whose destinations ask for opens and clicks is a set whose mails SES rewrites to count them.
    tell('Tracked', tracked, [...fates, EmailSendingEvent.OPEN, EmailSendingEvent.CLICK]);
    tell('Untracked', untracked, fates);

    const sets = [tracked.configurationSetName, untracked.configurationSetName];
    for (const [ruleId, kind] of Object.entries(kinds)) this.letThrough(ruleId, kind, sets);
  }

  /** No dead-letter queue: it would keep the whole event, with addresses and links, where what is lost here is best effort. */
  private letThrough(ruleId: string, { detailTypes, fields, having }: Kind, sets: string[]): void {
    const rule = new Rule(this, ruleId, {
      description: 'What Assent needs to know of a message, without addresses',
      eventPattern: {
        source: ['aws.ses'],
        detailType: [...detailTypes],
        detail: { mail: { tags: { 'ses:configuration-set': sets, message: [{ exists: true }] } }, ...having },
      },
    });
    rule.addTarget(new SqsQueue(this.queue, { message: RuleTargetInput.fromObject({ ...everyEvent, ...fields }) }));
  }
}

const fates = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.DELIVERY_DELAY,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.RENDERING_FAILURE,
];

interface Kind {
  readonly detailTypes: readonly string[];
  readonly fields: Readonly<Record<string, unknown>>;
  /** More of the pattern of `detail`. */
  readonly having?: Readonly<Record<string, unknown>>;
}

const at = (path: string): string => EventField.fromPath(`$.detail.${path}`);

/** Has the shape of the event that SES publishes (contract/reporting.ts), cut down to ids and times. */
const everyEvent = {
  eventType: at('eventType'),
  mail: {
    messageId: at('mail.messageId'),
    timestamp: at('mail.timestamp'),
    tags: { message: at('mail.tags.message') },
  },
};

/** The program is looked at for machines and let go; the link's address may hold what is somebody's, and goes no further. */
const click = { timestamp: at('click.timestamp'), userAgent: at('click.userAgent') };

const complaint = { timestamp: at('complaint.timestamp'), feedbackId: at('complaint.feedbackId') };

/** A rule for each shape: a field that an event does not have would leave a hole in the JSON that is made of it. */
const kinds: Readonly<Record<string, Kind>> = {
  Sendings: {
    detailTypes: ['Email Sent', 'Email Rejected', 'Email Rendering Failed'],
    fields: {},
  },
  Deliveries: {
    detailTypes: ['Email Delivered'],
    fields: { delivery: { timestamp: at('delivery.timestamp') } },
  },
  Delays: {
    detailTypes: ['Email Delivery Delayed'],
    fields: { deliveryDelay: { timestamp: at('deliveryDelay.timestamp'), delayType: at('deliveryDelay.delayType') } },
  },
  Bounces: {
    detailTypes: ['Email Bounced'],
    fields: {
      bounce: {
        bounceType: at('bounce.bounceType'),
        bounceSubType: at('bounce.bounceSubType'),
        timestamp: at('bounce.timestamp'),
        feedbackId: at('bounce.feedbackId'),
      },
    },
  },
  Complaints: {
    detailTypes: ['Email Complaint Received'],
    having: { complaint: { complaintFeedbackType: [{ exists: false }] } },
    fields: { complaint },
  },
  ComplaintsOfAKind: {
    detailTypes: ['Email Complaint Received'],
    having: { complaint: { complaintFeedbackType: [{ exists: true }] } },
    fields: { complaint: { ...complaint, complaintFeedbackType: at('complaint.complaintFeedbackType') } },
  },
  Opens: {
    detailTypes: ['Email Opened'],
    fields: { open: { timestamp: at('open.timestamp'), userAgent: at('open.userAgent') } },
  },
  Clicks: {
    detailTypes: ['Email Clicked'],
    having: { click: { linkTags: { link: [{ exists: false }] } } },
    fields: { click },
  },
  ClicksOfALink: {
    detailTypes: ['Email Clicked'],
    having: { click: { linkTags: { link: [{ exists: true }] } } },
    fields: { click: { ...click, linkTags: { link: at('click.linkTags.link') } } },
  },
};
