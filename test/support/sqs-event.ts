import type { SQSEvent } from 'aws-lambda';

/** What a queue hands to its worker. */
export const sqsEvent = (messages: readonly unknown[], receives = 1): SQSEvent => ({
  Records: messages.map((message, index) => ({
    messageId: `message-${index}`,
    receiptHandle: `receipt-${index}`,
    body: JSON.stringify(message),
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: '1795510800000',
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: '1795510800000',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:queue',
    awsRegion: 'us-east-1',
  })),
});
