import type { Client } from '#contract/clients.ts';
import type { Language } from '#contract/common.ts';
import { escaped } from '#lambdas/platform/escaped.ts';
import { postalLine } from '#lambdas/platform/mail/frame.ts';
import { footerWords } from '../words.ts';
import type { linkFields } from './marks.ts';

export interface Sender {
  readonly client: Pick<Client, 'brand' | 'legalName' | 'postalAddress' | 'contactAddress' | 'phone'>;
  readonly listTitle: string;
  readonly language: Language;
  /** Whether the campaign keeps web copies. */
  readonly webCopy: boolean;
}

/** What every campaign says at its end: who writes, from where, how to stop (CS-04, CS-05, CS-20, ML-20, PR-13). */
export interface Footer {
  readonly lines: readonly string[];
  readonly links: readonly { readonly field: (typeof linkFields)[number]; readonly label: string }[];
}

export function footerOf({ client, listTitle, language, webCopy }: Sender): Footer {
  const words = footerWords[language];
  return {
    lines: [
      words.gets(listTitle, client.brand),
      postalLine(language, client.legalName, client.postalAddress),
      [client.contactAddress, client.phone].filter(Boolean).join(' · '),
    ],
    links: [
      { field: 'unsubscribe_url', label: words.unsubscribe },
      { field: 'preferences_url', label: words.preferences },
      ...(webCopy ? [{ field: 'web_copy_url' as const, label: words.webCopy }] : []),
    ],
  };
}

/** What is left to say of a footer when the author has said a part. */
export function missingOf(
  footer: Footer,
  sender: Sender,
  said: { readonly text: string; readonly fields: ReadonlySet<string> },
): Footer | undefined {
  const { street, city } = sender.client.postalAddress;
  const hasAddress = [street, city].every((part) => folded(said.text).includes(folded(part)));
  const links = footer.links.filter(({ field }) => !said.fields.has(field));
  const lines = hasAddress ? [] : footer.lines;
  return lines.length === 0 && links.length === 0 ? undefined : { lines, links };
}

const folded = (text: string): string => text.normalize('NFKC').replaceAll(/\s+/g, ' ').toLowerCase();

/** What stands for the value of a field of a message. */
type Output = (field: string) => string;

/** How lines and links are shown: inline styles. */
interface FooterStyle {
  readonly line: string;
  readonly link: string;
}

function markupOf({ lines, links }: Footer, output: Output, { line, link }: FooterStyle): string {
  const row = links.map(
    ({ field, label }) => `<a href="${output(field)}" class="soft" ses:no-track style="${link}">${escaped(label)}</a>`,
  );
  const all = [...lines.map(escaped), ...(row.length > 0 ? [row.join(' · ')] : [])];
  return all.map((each) => `<p class="soft" style="${line}">${each}</p>`).join('\n');
}

/** Below blocks, whose styles are ours. */
export const blocksFooter = (footer: Footer, output: Output, colour: string): string =>
  markupOf(footer, output, {
    line: `margin:0 0 6px;color:${colour}`,
    link: `color:${colour};text-decoration:underline`,
  });

/** Inline and important: no style of the author's can take it away. */
const seen =
  'visibility:visible !important;opacity:1 !important;font-size:14px !important;line-height:1.5 !important;text-indent:0 !important;position:static !important;transform:none !important;max-height:none !important;height:auto !important;float:none !important;color:#57534e !important';
const shown = `display:block !important;${seen}`;

/** Below mails that an author wrote as HTML or MJML: on paper of its own, so that it can be read on any. */
export const ownFooter = (footer: Footer, output: Output): string =>
  `<div style="${shown};clear:both !important;margin:0 !important;padding:24px 20px !important;background:#ffffff !important;text-align:center !important;font-family:Helvetica,Arial,sans-serif !important">\n${markupOf(
    footer,
    output,
    {
      line: `margin:0 0 6px !important;${shown}`,
      link: `display:inline !important;${seen};text-decoration:underline !important`,
    },
  )}\n</div>`;

export const footerText = ({ lines, links }: Footer, output: Output): string =>
  [...lines, ...links.map(({ field, label }) => `${label}: ${output(field)}`)].join('\n');
