import type { Mail, MailTransport } from '#lambdas/platform/mail-transport.ts';

/** Asks whether it may, as the real one does just before SES, and keeps what it would send. */
export function keepingTransport(): { sent: Mail[]; transport: MailTransport } {
  const sent: Mail[] = [];
  const transport: MailTransport = {
    send: async (mail, maySend) => {
      const may = await maySend();
      if (may.send) sent.push(mail);
      return may.send ? { sent: true, sesMessageId: 'ses-1' } : { sent: false, because: may.because };
    },
  };
  return { sent, transport };
}
