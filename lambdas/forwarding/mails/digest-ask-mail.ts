import type { Client } from '#contract/clients.ts';
import { mailText, postalLine } from '#lambdas/platform/mail/frame.ts';
import type { MailText } from '#lambdas/platform/mail/frame.ts';
import { assentBlue } from '#lambdas/platform/page/colours.ts';
import { digestWordsIn } from '#lambdas/platform/words/digest.ts';

/** Asks whoever reads the address whether the digest may come there. One link. */
export function digestAskMail({ client, url }: { readonly client: Client; readonly url: string }): MailText {
  const { brand, language, legalName } = client;
  const words = digestWordsIn(language).ask;
  return mailText({
    language,
    subject: words.subject(brand),
    brand,
    accentColour: assentBlue,
    body: [
      { kind: 'paragraph', text: words.asked(brand) },
      { kind: 'button', label: words.button, url },
      { kind: 'paragraph', text: words.lasts },
    ],
    foot: [{ kind: 'paragraph', text: postalLine(language, legalName, client.postalAddress) }],
  });
}
