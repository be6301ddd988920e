/**
 * What SES hands to a function of a receipt rule.
 * https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-lambda-event.html
 */
export function receivedMail({
  subject,
  from = 'ada@example.net',
  to = 'unsubscribe@mail.assent.test',
}: {
  subject?: string;
  from?: string;
  to?: string;
}) {
  const pass = { status: 'PASS' };
  return {
    Records: [
      {
        eventSource: 'aws:ses',
        eventVersion: '1.0',
        ses: {
          receipt: {
            timestamp: '2026-11-24T09:00:00.000Z',
            processingTimeMillis: 574,
            recipients: [to],
            spamVerdict: pass,
            virusVerdict: pass,
            spfVerdict: { status: 'FAIL' },
            dkimVerdict: { status: 'GRAY' },
            dmarcVerdict: { status: 'FAIL' },
            dmarcPolicy: 'none',
            action: {
              type: 'Lambda',
              invocationType: 'Event',
              functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:receive-unsubscribes',
            },
          },
          mail: {
            timestamp: '2026-11-24T09:00:00.000Z',
            source: from,
            messageId: 'o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1',
            destination: [to],
            headersTruncated: false,
            headers: [
              { name: 'From', value: from },
              { name: 'To', value: to },
              ...(subject === undefined ? [] : [{ name: 'Subject', value: subject }]),
            ],
            commonHeaders: {
              returnPath: from,
              from: [from],
              date: 'Tue, 24 Nov 2026 09:00:00 +0000',
              to: [to],
              messageId: '<o3vrnil0@example.net>',
              ...(subject === undefined ? {} : { subject }),
            },
          },
        },
      },
    ],
  };
}
