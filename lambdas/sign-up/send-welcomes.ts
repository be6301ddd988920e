import { announcement } from '#lambdas/consent/announce-events.ts';
import type { Announcement } from '#lambdas/consent/announce-events.ts';
import { openProfile } from '#lambdas/consent/open-profile.ts';
import { countedWhen } from '#lambdas/consent/rules/counted-when.ts';
import { agreed, maySend } from '#lambdas/consent/rules/may-send.ts';
import { standingStore } from '#lambdas/consent/standing-store.ts';
import type { StandingStore } from '#lambdas/consent/standing-store.ts';
import { purposes } from '#contract/sign-up.ts';
import { batch } from '#lambdas/platform/batch.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { optionalSetting, setting } from '#lambdas/platform/environment.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import { listLinks } from '#lambdas/platform/mail/list-links.ts';
import type { ListMailSettings } from '#lambdas/platform/mail/list-links.ts';
import { deployedTransport } from '#lambdas/platform/mail-transport.ts';
import type { MailTransport } from '#lambdas/platform/mail-transport.ts';
import { formsStore } from './forms-store.ts';
import type { FormsStore } from './forms-store.ts';
import { listMailView } from './mails/list-mail.ts';
import { welcomeMail } from './mails/welcome-mail.ts';
import { sentencesOf } from './rules/sentences-of.ts';
import { signUpSecrets } from './sign-up-app.ts';
import type { SignUpSecrets } from './sign-up-app.ts';

export interface WelcomesApp {
  readonly log: Log;
  readonly standings: Pick<StandingStore, 'find' | 'mailbox' | 'notice'>;
  readonly forms: Pick<FormsStore, 'client' | 'published'>;
  readonly transport: MailTransport;
  readonly secrets: () => Promise<Pick<SignUpSecrets, 'sealer' | 'links'>>;
  readonly settings: () => ListMailSettings;
}

/**
 * Says what was agreed to, and gives the links that change and stop it. A form that was republished meanwhile decides
 * whether it is sent; what it says is the notice that the person agreed to.
 */
export async function sendWelcome(
  { addressKey, contactId, seq, listId }: Announcement,
  app: WelcomesApp,
): Promise<void> {
  const standing = await app.standings.find(addressKey);
  const subscription = listId === undefined ? undefined : standing?.lists[listId];
  if (!standing || listId === undefined || !subscription) return;
  const [published, client, notice] = await Promise.all([
    app.forms.published(subscription.formId),
    app.forms.client(standing.clientId),
    app.standings.notice(subscription.noticeId),
  ]);
  // A client that was suspended meanwhile sends nothing; a form that is gone asks for nothing.
  if (client?.status !== 'approved' || !published?.form.content.welcomeMail) return;
  if (!notice) throw new Error('a subscription has lost its notice');
  const { sealer, links } = await app.secrets();
  const address = openProfile(sealer, standing)?.address;
  if (address === undefined) return;
  const list = listLinks(
    links,
    { addressKey, listId, clientId: standing.clientId, title: published.listTitle },
    app.settings(),
  );
  const { controller } = notice;
  const mail = welcomeMail({
    ...listMailView(published, notice, subscription.language),
    agreed: sentencesOf(
      notice,
      purposes.filter((purpose) => agreed(subscription, purpose)),
    ),
    frequency: notice.frequency,
    confirmedAt: subscription.since,
    preferencesUrl: list.preferencesUrl,
    unsubscribeUrl: list.unsubscribeUrl,
  });
  const sent = await app.transport.send(
    {
      ...mail,
      purpose: 'welcome',
      client: { clientId: standing.clientId, brand: controller.brand, tenantName: standing.clientId },
      to: address,
      replyTo: controller.contact,
      messageId: `${contactId}-${seq}`,
      tags: { contact: contactId },
      list: list.headers,
      language: subscription.language,
      tracked: countedWhen(subscription),
    },
    async () => {
      const [now, mailbox] = await Promise.all([
        app.standings.find(addressKey),
        standing.mailboxHash === undefined ? undefined : app.standings.mailbox(standing.mailboxHash),
      ]);
      return maySend({ standing: now, mailbox, listId, purpose: 'welcome' });
    },
  );
  app.log.info('welcome mail', { contactId, sent: sent.sent, because: sent.sent ? undefined : sent.because });
}

const welcomesApp = lazily((): WelcomesApp => ({
  log: jsonLog,
  standings: standingStore(documentClient()),
  forms: formsStore(documentClient()),
  transport: deployedTransport(),
  secrets: signUpSecrets,
  settings: () => ({
    publicUrl: setting('PUBLIC_URL'),
    fromDomain: setting('MAIL_FROM_DOMAIN'),
    unsubscribeAddress: optionalSetting('UNSUBSCRIBE_ADDRESS'),
  }),
}));

export const handler = batch(announcement, sendWelcome, welcomesApp);
