import type { Language } from '#contract/common.ts';
import type { PostalAddress } from '#contract/clients.ts';
import { escaped } from '#lambdas/platform/escaped.ts';
import { accentOf } from '#lambdas/platform/page/colours.ts';
import { dateIn } from '#lambdas/platform/words/catalogs.ts';
import { mailWordsIn } from '#lambdas/platform/words/mails.ts';

export interface ConfirmMailView {
  readonly language: Language;
  readonly brand: string;
  readonly legalName: string;
  readonly postalAddress: PostalAddress;
  readonly accentColour: string;
  readonly listTitle: string;
  readonly site: string;
  readonly requestedAt: string;
  readonly confirmUrl: string;
  readonly denyUrl: string;
  readonly privacyUrl: string;
}

export interface MailText {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Plain and quiet. Three links: confirm, "this was not me", privacy; nothing is promoted (SC-21). */
export function confirmMail(view: ConfirmMailView): MailText {
  const words = mailWordsIn(view.language).confirm;
  const when = dateIn(view.language, view.requestedAt);
  const asked = words.asked(view.listTitle, view.brand, when, view.site);
  const postal = postalLine(view.legalName, view.postalAddress);
  const text = [
    view.brand,
    asked,
    `${words.button}:\n${view.confirmUrl}`,
    words.lasts,
    `${words.notMe}:\n${view.denyUrl}`,
    `${words.privacy}: ${view.privacyUrl}`,
    postal,
  ].join('\n\n');
  return { subject: words.subject(view.listTitle), html: htmlOf(view, { asked, postal }), text: `${text}\n` };
}

export const postalLine = (legalName: string, address: PostalAddress): string =>
  [
    legalName,
    address.street,
    [address.postalCode, address.city].filter(Boolean).join(' '),
    address.region,
    address.country,
  ]
    .filter(Boolean)
    .join(', ');

function htmlOf(view: ConfirmMailView, { asked, postal }: { asked: string; postal: string }): string {
  const words = mailWordsIn(view.language).confirm;
  const accent = accentOf(view.accentColour);
  const font = 'font:16px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
  const link = (url: string, label: string) => `<a href="${escaped(url)}" style="color:inherit">${escaped(label)}</a>`;
  return `<!doctype html>
<html lang="${view.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escaped(words.subject(view.listTitle))}</title></head>
<body style="margin:0;padding:0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:28rem;text-align:left"><tr><td style="${font}">
<p style="margin:0 0 24px;font-weight:650">${escaped(view.brand)}</p>
<p style="margin:0 0 24px">${escaped(asked)}</p>
<p style="margin:0 0 16px"><a href="${escaped(view.confirmUrl)}" style="display:block;padding:14px 16px;text-align:center;font-weight:650;text-decoration:none;border-radius:6px;color:${accent.text};background:${accent.background}">${escaped(words.button)}</a></p>
<p style="margin:0 0 24px;font-size:14px;word-break:break-all">${escaped(view.confirmUrl)}</p>
<p style="margin:0 0 24px">${escaped(words.lasts)}</p>
<p style="margin:0 0 24px">${link(view.denyUrl, words.notMe)}</p>
<p style="margin:0;padding-top:16px;border-top:1px solid #8a8378;font-size:14px">${escaped(postal)}<br>${link(view.privacyUrl, words.privacy)}</p>
</td></tr></table>
</td></tr></table>
</body></html>
`;
}
