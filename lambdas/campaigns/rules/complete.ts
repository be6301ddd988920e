import type { CheerioAPI } from 'cheerio';
import { escaped } from '#lambdas/platform/escaped.ts';
import { conditional, conditionalEnd } from './judge-markup.ts';
import { isComment, isElement, isText } from './nodes.ts';
import type { Document, Element } from './nodes.ts';
import { hasMark } from './marks.ts';

export interface HeadOf {
  readonly language: string;
  /** With marks in it. */
  readonly subject: string;
  readonly preheader?: string;
}

/** What every mail has: a language, a title, characters as UTF-8, the width of the screen, and a word about the dark. */
export function complete($: CheerioAPI, { language, subject, preheader }: HeadOf): void {
  const html = $('html');
  html.attr('lang', language);
  const head = $('head');
  const title = $('title').first();
  if (title.text().trim() === '') {
    title.remove();
    head.prepend(`<title>${escaped(subject)}</title>`);
  }
  const meta = (selector: string, markup: string): void => {
    if (head.find(selector).length === 0) head.prepend(markup);
  };
  meta('meta[name=color-scheme]', '<meta name="color-scheme" content="light dark">');
  meta('meta[name=supported-color-schemes]', '<meta name="supported-color-schemes" content="light dark">');
  meta('meta[name=viewport]', '<meta name="viewport" content="width=device-width, initial-scale=1">');
  meta('meta[charset], meta[http-equiv=Content-Type]', '<meta charset="utf-8">');
  if (preheader !== undefined) $('body').prepend(preheaderMarkup(preheader));
}

/** Shown after the subject, nowhere else; what follows it keeps the beginning of the text from being shown there too. */
const preheaderMarkup = (text: string): string =>
  `<div style="display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden;mso-hide:all">${escaped(text)}${'&#847;&zwnj;&nbsp;'.repeat(60)}</div>`;

/** Comments that no Outlook reads, and gaps between elements: mail programs cut off what is over a hundred kilobytes. */
export function withoutGaps(root: Document | Element): void {
  root.children = root.children.filter(
    (node) => !isComment(node) || hasMark(node.data) || conditional.test(node.data) || conditionalEnd.test(node.data),
  );
  for (const node of root.children) {
    if (isText(node) && /^\s+$/.test(node.data)) node.data = node.data.includes('\n') ? '\n' : ' ';
    if (isComment(node)) node.data = node.data.replaceAll(/\s*\n\s*/g, '\n');
    // Where braces meet in styles, a space keeps them from being read as Liquid.
    if (isElement(node) && (node.name === 'style' || node.name === 'script'))
      for (const child of node.children)
        if (isText(child)) child.data = child.data.replaceAll(/\n\s*/g, '\n').replaceAll(/\{(?=[{%])/g, '{ ');
    if (isElement(node) && node.attribs.style !== undefined)
      node.attribs.style = node.attribs.style.replaceAll(/\s*\n\s*/g, '');
    if (isElement(node)) withoutGaps(node);
  }
}
