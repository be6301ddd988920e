import { sealedDetails } from '#contract/consent.ts';
import { announcement } from '#lambdas/consent/announce-events.ts';
import type { Announcement } from '#lambdas/consent/announce-events.ts';
import { maySend } from '#lambdas/consent/rules/may-send.ts';
import { standingStore } from '#lambdas/consent/standing-store.ts';
import type { StandingStore } from '#lambdas/consent/standing-store.ts';
import { batch } from '#lambdas/platform/batch.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { confirmToken } from '#lambdas/platform/link-tokens.ts';
import { deployedTransport } from '#lambdas/platform/mail-transport.ts';
import type { MailTransport } from '#lambdas/platform/mail-transport.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import { open } from '#lambdas/platform/sealing.ts';
import { confirmBudget } from './confirm-budget.ts';
import type { ConfirmBudget } from './confirm-budget.ts';
import { formsStore } from './forms-store.ts';
import type { FormsStore } from './forms-store.ts';
import { confirmMail } from './mails/confirm-mail.ts';
import { listMailView } from './mails/list-mail.ts';
import { sentencesOf } from './rules/sentences-of.ts';
import { signUpSecrets } from './sign-up-app.ts';
import type { SignUpSecrets } from './sign-up-app.ts';

export interface MailsApp {
  readonly clock: Clock;
  readonly log: Log;
  readonly standings: Pick<StandingStore, 'find' | 'event' | 'mailbox' | 'notice'>;
  readonly forms: Pick<FormsStore, 'client' | 'published'>;
  readonly budget: ConfirmBudget;
  readonly transport: MailTransport;
  readonly secrets: () => Promise<Pick<SignUpSecrets, 'sealer' | 'links'>>;
  readonly publicUrl: () => string;
}

/**
 * Asks the person to confirm: at most one mail a day and three in thirty days to an address, over all clients. A request
 * that was confirmed, denied or replaced meanwhile asks for nothing any more.
 */
export async function sendConfirmation(
  { addressKey, contactId, seq, listId }: Announcement,
  app: MailsApp,
): Promise<void> {
  const standing = await app.standings.find(addressKey);
  const pending = listId === undefined ? undefined : standing?.lists[listId]?.pending;
  if (!standing?.salt || !standing.mailboxHash || listId === undefined || pending?.seq !== seq) return;
  const [published, client, asked, notice] = await Promise.all([
    app.forms.published(pending.formId),
    app.forms.client(standing.clientId),
    app.standings.event(contactId, seq),
    app.standings.notice(pending.noticeId),
  ]);
  // Asked before the budget: a mail that a suspended client does not send costs the person none of another's.
  if (client?.status !== 'approved') {
    app.log.info('confirm mail not sent', { contactId, because: 'client_not_approved' });
    return;
  }
  if (!published || !notice || asked?.sealed === undefined)
    throw new Error('a request to confirm has lost its form, its notice or its details');
  const { sealer, links } = await app.secrets();
  const details = sealedDetails().parse(open(sealer.keyOf(standing.salt, contactId), { contactId, seq }, asked.sealed));
  const { mailboxHash } = standing;

  const budget = await app.budget.take(mailboxHash, `${contactId}.${seq}`, app.clock.now());
  if (budget !== 'taken') {
    app.log.info('confirm mail not sent', { contactId, because: budget });
    return;
  }
  const token = confirmToken(addressKey, links.confirmSecret(pending.keyId, { addressKey, contactId, seq }));
  const url = `${app.publicUrl()}/c/${token}`;
  const { controller } = notice;
  const mail = confirmMail({
    ...listMailView(published, notice, pending.language),
    asked: sentencesOf(notice, pending.purposes),
    requestedAt: pending.requestedAt,
    confirmUrl: url,
    denyUrl: `${url}/not-me`,
  });
  const sent = await app.transport.send(
    {
      ...mail,
      purpose: 'confirm',
      messageId: `${contactId}-${seq}`,
      client: { clientId: standing.clientId, brand: controller.brand, tenantName: standing.clientId },
      to: details.address,
      replyTo: controller.contact,
      tags: { contact: contactId },
      language: pending.language,
      tracked: false,
    },
    async () => {
      const [now, mailbox] = await Promise.all([app.standings.find(addressKey), app.standings.mailbox(mailboxHash)]);
      return maySend({ standing: now, mailbox, listId, purpose: 'confirm' });
    },
  );
  app.log.info('confirm mail', { contactId, sent: sent.sent, because: sent.sent ? undefined : sent.because });
}

const mailsApp = lazily((): MailsApp => ({
  clock: systemClock,
  log: jsonLog,
  standings: standingStore(documentClient()),
  forms: formsStore(documentClient()),
  budget: confirmBudget(documentClient()),
  transport: deployedTransport(),
  secrets: signUpSecrets,
  publicUrl: () => setting('PUBLIC_URL'),
}));

export const handler = batch(announcement, sendConfirmation, mailsApp);
