import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetConfigurationSetEventDestinationsCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import type { EventDestination } from '@aws-sdk/client-sesv2';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { SesEvent } from './events.ts';

const names = {
  Send: { matching: 'SEND', detailType: 'Email Sent' },
  Delivery: { matching: 'DELIVERY', detailType: 'Email Delivered' },
  DeliveryDelay: { matching: 'DELIVERY_DELAY', detailType: 'Email Delivery Delayed' },
  Bounce: { matching: 'BOUNCE', detailType: 'Email Bounced' },
  Complaint: { matching: 'COMPLAINT', detailType: 'Email Complaint Received' },
  Reject: { matching: 'REJECT', detailType: 'Email Rejected' },
  Open: { matching: 'OPEN', detailType: 'Email Opened' },
  Click: { matching: 'CLICK', detailType: 'Email Clicked' },
} as const;

/** The destinations that a deployed configuration set names, and what is told to them. */
export interface Publisher {
  /** SES counts opens and clicks for the sets that have a destination for them. */
  tracking(set: string | undefined): Promise<{ readonly opens: boolean; readonly clicks: boolean }>;
  /** To the destinations that want this type, and to no others. */
  publish(set: string | undefined, event: SesEvent): Promise<void>;
  /** That a tenant sends again, or no more, because its owner said so: to EventBridge, as all that is about the account. */
  publishStatus(tenantArn: string, status: string): Promise<void>;
}

export function publisherAt(endpoint: string): Publisher {
  const settings = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const ses = new SESv2Client(settings);
  const bridge = new EventBridgeClient(settings);
  const sns = new SNSClient(settings);
  const greeted = new Set<string>();

  const destinationsOf = async (set: string | undefined): Promise<EventDestination[]> => {
    if (set === undefined) return [];
    const { EventDestinations = [] } = await ses.send(
      new GetConfigurationSetEventDestinationsCommand({ ConfigurationSetName: set }),
    );
    return EventDestinations.filter(({ Enabled }) => Enabled);
  };

  /** SES says this once, in plain text, when a topic is attached. */
  const greet = async (TopicArn: string): Promise<void> => {
    if (greeted.has(TopicArn)) return;
    greeted.add(TopicArn);
    const Message = 'Successfully validated SNS topic for Amazon SES event publishing.';
    await sns.send(new PublishCommand({ TopicArn, Message }));
  };

  return {
    async tracking(set) {
      const types = (await destinationsOf(set)).flatMap(({ MatchingEventTypes = [] }) => MatchingEventTypes);
      return { opens: types.includes('OPEN'), clicks: types.includes('CLICK') };
    },

    async publish(set, event) {
      const { matching, detailType } = names[event.eventType];
      const Detail = JSON.stringify(event);
      for (const { MatchingEventTypes = [], EventBridgeDestination, SnsDestination } of await destinationsOf(set)) {
        if (SnsDestination?.TopicArn) await greet(SnsDestination.TopicArn);
        if (!MatchingEventTypes.includes(matching)) continue;
        if (EventBridgeDestination)
          await bridge.send(
            new PutEventsCommand({ Entries: [{ Source: 'aws.ses', DetailType: detailType, Detail, Resources: [] }] }),
          );
        if (SnsDestination?.TopicArn)
          await sns.send(
            new PublishCommand({
              TopicArn: SnsDestination.TopicArn,
              Subject: 'Amazon SES Email Event Notification',
              Message: `${Detail}\n`,
            }),
          );
      }
    },

    async publishStatus(tenantArn, status) {
      const Detail = JSON.stringify({
        version: '1.0.0',
        data: { origin: 'CUSTOMER_MANAGED', record: { status, cause: 'Status manually updated.' } },
      });
      const DetailType = `Sending Status ${status === 'DISABLED' ? 'Disabled' : 'Enabled'}`;
      await bridge.send(
        new PutEventsCommand({ Entries: [{ Source: 'aws.ses', DetailType, Detail, Resources: [tenantArn] }] }),
      );
    },
  };
}
