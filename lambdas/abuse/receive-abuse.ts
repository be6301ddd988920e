import * as z from 'zod';
import { longestInReport } from '#contract/abuse.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { lazily, lazilyAsync } from '#lambdas/platform/lazily.ts';
import { count } from '#lambdas/platform/metrics.ts';
import { sealer } from '#lambdas/platform/sealing.ts';
import { addressSecret } from '#lambdas/platform/secrets.ts';
import { abuseStore } from './abuse-store.ts';
import { fileReport, reportIdOf } from './file-report.ts';
import type { FilePorts } from './file-report.ts';
import { clientOfMailbox } from './rules/mailbox.ts';

/** SES hands over the headers of a mail, never its body. */
const received = z.object({
  Records: z.array(
    z.object({
      ses: z.object({
        receipt: z.object({ timestamp: z.iso.datetime(), recipients: z.array(z.string()) }),
        mail: z.object({
          messageId: z.string(),
          commonHeaders: z.object({ from: z.array(z.string()).default([]), subject: z.string().default('') }),
        }),
      }),
    }),
  ),
});

/**
 * Mail to an abuse mailbox: a report with what the headers tell. Who wrote is kept, for an answer; the operator asks for
 * what the subject does not say. The same mail, handed over twice, is one report.
 */
export async function receive(event: unknown, app: FilePorts): Promise<void> {
  for (const { ses } of received.parse(event).Records) {
    const at = new Date(ses.receipt.timestamp).toISOString();
    const { from, subject } = ses.mail.commonHeaders;
    const clientId = ses.receipt.recipients.map(clientOfMailbox).find((each) => each !== undefined);
    await fileReport(app, {
      reportId: reportIdOf(at, ses.mail.messageId),
      clientId,
      way: 'mail',
      kind: 'other',
      at,
      text: subject.slice(0, longestInReport.text) || undefined,
      replyTo: from[0]?.slice(0, longestInReport.replyTo),
    });
  }
}

const mailboxApp = lazily((): FilePorts => ({
  reports: abuseStore(documentClient()),
  sealer: lazilyAsync(async () => sealer(await addressSecret())),
  count,
}));

export const handler = (event: unknown): Promise<void> => receive(event, mailboxApp());
