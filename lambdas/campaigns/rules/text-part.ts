import { convert } from 'html-to-text';
import type { FormatCallback } from 'html-to-text';
import * as z from 'zod';
import { tidyText } from './tidy-text.ts';

const withAlt = z.object({ attribs: z.object({ alt: z.string() }) });

/** What a picture shows, in words; its address says nothing to anybody. */
const alt: FormatCallback = (element, _walk, builder) => {
  const said = withAlt.safeParse(element).data?.attribs.alt.trim();
  if (said) builder.addInline(said);
};

/** Tables of mails lay out: a row is a line, its cells stand beside each other. */
const block = { format: 'block', options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } };
const heading = { options: { uppercase: false, leadingLineBreaks: 2, trailingLineBreaks: 2 } };

/** The same message for who reads text (CS-20). Lines are not broken: mail programs do that. */
export function textOfHtml(html: string): string {
  const text = convert(html, {
    wordwrap: false,
    formatters: { alt },
    selectors: [
      { selector: 'img', format: 'alt' },
      { selector: 'a', options: { linkBrackets: ['<', '>'], hideLinkHrefIfSameAsText: true, ignoreHref: false } },
      { selector: 'ul', options: { itemPrefix: '- ' } },
      { selector: 'table', format: 'block' },
      { selector: 'tr', ...block },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, ...heading })),
      { selector: 'title', format: 'skip' },
      { selector: 'style', format: 'skip' },
    ],
  });
  return tidyText(text);
}
