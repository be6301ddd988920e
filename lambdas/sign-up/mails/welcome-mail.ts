import { mailText, postalLine } from '#lambdas/platform/mail/frame.ts';
import type { MailText } from '#lambdas/platform/mail/frame.ts';
import { dateIn } from '#lambdas/platform/words/catalogs.ts';
import { mailWordsIn } from '#lambdas/platform/words/mails.ts';
import type { ListMailView } from './list-mail.ts';

export interface WelcomeMailView extends ListMailView {
  /** The sentence beside each box that the person ticked. */
  readonly agreed: readonly string[];
  readonly frequency: string;
  readonly confirmedAt: string;
  readonly preferencesUrl: string;
  readonly unsubscribeUrl: string;
}

/** The first mail that one tap can stop: what was agreed to, how often, how to change it, why it came (CS-04, CS-05). */
export function welcomeMail(view: WelcomeMailView): MailText {
  const words = mailWordsIn(view.language).welcome;
  const when = dateIn(view.language, view.confirmedAt);
  return mailText({
    language: view.language,
    subject: words.subject(view.listTitle),
    brand: view.brand,
    accentColour: view.accentColour,
    body: [
      { kind: 'paragraph', text: words.hello(view.listTitle, view.brand, when) },
      { kind: 'list', items: view.agreed },
      { kind: 'paragraph', text: words.often(view.brand, view.frequency) },
      { kind: 'button', label: words.change, url: view.preferencesUrl },
    ],
    foot: [
      { kind: 'paragraph', text: words.why(view.site) },
      { kind: 'link', label: words.stop(view.brand), url: view.unsubscribeUrl },
      { kind: 'link', label: words.privacy, url: view.privacyUrl },
      { kind: 'paragraph', text: postalLine(view.language, view.legalName, view.postalAddress) },
    ],
  });
}
