import { mailText, postalLine } from '#lambdas/platform/mail/frame.ts';
import type { MailText } from '#lambdas/platform/mail/frame.ts';
import { dateIn } from '#lambdas/platform/words/catalogs.ts';
import { mailWordsIn } from '#lambdas/platform/words/mails.ts';
import type { ListMailView } from './list-mail.ts';

export interface ConfirmMailView extends ListMailView {
  /** The sentence beside each box that was ticked: what the button agrees to. */
  readonly asked: readonly string[];
  readonly requestedAt: string;
  readonly confirmUrl: string;
  readonly denyUrl: string;
}

/** Plain and quiet. Says all that pressing the button agrees to. Three links: confirm, "this was not me", privacy; nothing is promoted (SC-21). */
export function confirmMail(view: ConfirmMailView): MailText {
  const words = mailWordsIn(view.language).confirm;
  const when = dateIn(view.language, view.requestedAt);
  return mailText({
    language: view.language,
    subject: words.subject(view.listTitle),
    brand: view.brand,
    accentColour: view.accentColour,
    body: [
      { kind: 'paragraph', text: words.asked(view.listTitle, view.brand, when, view.site) },
      { kind: 'paragraph', text: words.agree },
      { kind: 'list', items: view.asked },
      { kind: 'button', label: words.button, url: view.confirmUrl },
      { kind: 'paragraph', text: words.lasts },
      { kind: 'link', label: words.notMe, url: view.denyUrl },
    ],
    foot: [
      { kind: 'paragraph', text: postalLine(view.language, view.legalName, view.postalAddress) },
      { kind: 'link', label: words.privacy, url: view.privacyUrl },
    ],
  });
}
