import type { Language } from '#contract/common.ts';
import type { PostalAddress } from '#contract/clients.ts';
import { escaped } from '../escaped.ts';
import { accentOf } from '../page/colours.ts';
import { countryIn } from '../words/catalogs.ts';

export interface MailText {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** A mail of ours, said once: its HTML and its text part cannot differ. */
export interface MailView {
  readonly language: Language;
  readonly subject: string;
  readonly brand: string;
  readonly accentColour: string;
  readonly body: readonly MailPart[];
  /** Below the line, smaller: who sends, why, how to stop. */
  readonly foot: readonly MailPart[];
}

export type MailPart =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /**
   * What a person acts by in mails of ours: SES counts neither of the two, so that no way to stop leads through another
   * host (CS-05, CS-06). The address stands below the button too: for people whose mail shows no button.
   */
  | { readonly kind: 'button'; readonly label: string; readonly url: string }
  | { readonly kind: 'link'; readonly label: string; readonly url: string };

/** Plain and quiet: works with pictures off, in the dark, at 320 px, and as text. */
export function mailText(view: MailView): MailText {
  const text = [view.brand, ...view.body.map(textOf), ...view.foot.map(textOf)].join('\n\n');
  return { subject: view.subject, html: htmlOf(view), text: `${text}\n` };
}

/** As a letter has it, the country in the words of whoever reads it. */
export const postalLine = (language: Language, legalName: string, address: PostalAddress): string =>
  [
    legalName,
    address.street,
    [address.postalCode, address.city].filter(Boolean).join(' '),
    address.region,
    countryIn(language, address.country),
  ]
    .filter(Boolean)
    .join(', ');

function textOf(part: MailPart): string {
  switch (part.kind) {
    case 'paragraph':
      return part.text;
    case 'list':
      return part.items.map((item) => `- ${item}`).join('\n');
    case 'button':
    case 'link':
      return `${part.label}:\n${part.url}`;
  }
}

function htmlOf({ language, subject, brand, accentColour, body, foot }: MailView): string {
  const font = 'font:16px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:0">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:28rem;text-align:left"><tr><td style="${font}">
<p style="margin:0 0 24px;font-weight:650">${escaped(brand)}</p>
${body.map((part) => markupOf(part, accentColour)).join('\n')}
<div style="padding-top:16px;border-top:1px solid #8a8378;font-size:14px">
${foot.map((part) => markupOf(part, accentColour, '0 0 8px')).join('\n')}
</div>
</td></tr></table>
</td></tr></table>
</body></html>
`;
}

function markupOf(part: MailPart, accentColour: string, margin = '0 0 24px'): string {
  switch (part.kind) {
    case 'paragraph':
      return `<p style="margin:${margin}">${escaped(part.text)}</p>`;
    case 'list':
      return `<ul style="margin:${margin};padding-left:20px">${part.items.map((item) => `<li style="margin:0 0 4px">${escaped(item)}</li>`).join('')}</ul>`;
    case 'button':
      return buttonOf(part, accentColour);
    case 'link':
      return `<p style="margin:${margin}"><a ses:no-track href="${escaped(part.url)}" style="color:inherit">${escaped(part.label)}</a></p>`;
  }
}

function buttonOf({ label, url }: { label: string; url: string }, accentColour: string): string {
  const accent = accentOf(accentColour);
  const style = `display:block;padding:14px 16px;text-align:center;font-weight:650;text-decoration:none;border-radius:6px;color:${accent.text};background:${accent.background}`;
  return `<p style="margin:0 0 16px"><a ses:no-track href="${escaped(url)}" style="${style}">${escaped(label)}</a></p>
<p style="margin:0 0 24px;font-size:14px;word-break:break-all">${escaped(url)}</p>`;
}
