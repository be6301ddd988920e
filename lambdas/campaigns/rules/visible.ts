import type { CheerioAPI } from 'cheerio';
import { contrast } from '#lambdas/platform/page/colours.ts';
import { isElement, isText, textOf } from './nodes.ts';
import type { Document, Element, Node } from './nodes.ts';

/** What a person sees of a mail: text in order, and the links that can be read. */
export interface Visible {
  readonly text: string;
  readonly links: readonly { readonly href: string; readonly text: string }[];
}

type Declarations = ReadonlyMap<string, string>;

/** What an element hands on to what is in it. */
interface Looks {
  readonly hidden: boolean;
  readonly fontPx: number;
  readonly colour: string;
  readonly background: string;
}

const smallestPx = 7;
const leastContrast = 1.6;
const unseen = new Set(['style', 'title', 'head', 'script']);

/**
 * Strict about what counts: what some style hides on some screen, is tiny, or has the colour of what is behind it, is not
 * seen (CS-04, CS-05). Styles are put on in order, without their specificity: close enough for mails, and a mistake only
 * makes the footer stand there twice.
 */
export function visibleIn($: CheerioAPI): Visible {
  const styles = styledBy($);
  let text = '';
  const links: { href: string; text: string }[] = [];

  const walk = (node: Node, looks: Looks): void => {
    if (isText(node) && canBeRead(looks)) text += node.data;
    if (!isElement(node) || unseen.has(node.name)) return;
    const own = looksOf(node, styles.get(node), looks);
    const start = text.length;
    if (node.name === 'img' && !own.hidden) text += node.attribs.alt ?? '';
    for (const child of node.children) walk(child, own);
    if (node.name === 'a' && node.attribs.href !== undefined && text.slice(start).trim() !== '')
      links.push({ href: node.attribs.href, text: tidy(text.slice(start)) });
    if (!inline.has(node.name)) text += ' ';
  };
  const start: Looks = { hidden: false, fontPx: 16, colour: '#000000', background: '#ffffff' };
  const root: Document | undefined = $.root()[0];
  for (const node of root?.children ?? []) walk(node, start);
  return { text: tidy(text), links };
}

const inline = new Set(['a', 'b', 'strong', 'i', 'em', 'span', 'font', 'u', 's', 'sup', 'sub', 'small', 'bdi', 'abbr']);
const tidy = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
const canBeRead = ({ hidden, fontPx, colour, background }: Looks): boolean =>
  !hidden && fontPx >= smallestPx && contrast(colour, background) >= leastContrast;

function looksOf(element: Element, styled: Declarations | undefined, looks: Looks): Looks {
  const own = new Map([...(styled ?? []), ...declarationsOf(element.attribs.style ?? '')]);
  const { bgcolor, color } = element.attribs;
  return {
    hidden: looks.hidden || hides(own) || 'hidden' in element.attribs,
    fontPx: pixelsOf(own.get('font-size') ?? /\d+(px|pt|em|rem|%)/.exec(own.get('font') ?? '')?.[0], looks.fontPx),
    colour: hexOf(own.get('color') ?? color) ?? looks.colour,
    background: hexOf(own.get('background-color') ?? own.get('background') ?? bgcolor) ?? looks.background,
  };
}

function hides(own: Declarations): boolean {
  const is = (property: string, pattern: RegExp): boolean => pattern.test(own.get(property) ?? '');
  return (
    is('display', /^none/) ||
    is('visibility', /^(hidden|collapse)/) ||
    is('opacity', /^(0|0?\.[0-3]\d*)$/) ||
    (is('overflow', /hidden/) &&
      (is('max-height', /^[01](px)?$/) || is('height', /^[01](px)?$/) || is('max-width', /^0/))) ||
    is('text-indent', /^-\d{3}/) ||
    (is('position', /absolute|fixed/) && [...own.values()].some((value) => /^-\d{3}/.test(value))) ||
    is('clip', /rect/) ||
    is('clip-path', /inset|circle\(0/) ||
    is('transform', /scale\(0/)
  );
}

function pixelsOf(size: string | undefined, inherited: number): number {
  const found = /^([\d.]+)(px|pt|em|rem|%)?/.exec(size ?? '');
  if (!found) return inherited;
  const number = Number(found[1]);
  switch (found[2]) {
    case 'em':
      return number * inherited;
    case '%':
      return (number * inherited) / 100;
    case 'rem':
      return number * 16;
    case 'pt':
      return (number * 4) / 3;
    default:
      return number;
  }
}

const names: Readonly<Record<string, string>> = { white: '#ffffff', black: '#000000', transparent: '' };

function hexOf(colour: string | undefined): string | undefined {
  const text = (colour ?? '').trim().toLowerCase();
  const named = names[text];
  if (named) return named;
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])\b/.exec(text);
  if (/^#[0-9a-f]{6}\b/.test(text)) return text.slice(0, 7);
  return short
    ? `#${short
        .slice(1, 4)
        .map((digit) => digit + digit)
        .join('')}`
    : undefined;
}

export function declarationsOf(style: string): Map<string, string> {
  const pairs = style.split(';').map((each) => each.split(':'));
  return new Map(
    pairs.flatMap(([name = '', ...value]) => {
      const text = value
        .join(':')
        .replace(/!important/i, '')
        .trim()
        .toLowerCase();
      return text === '' ? [] : [[name.trim().toLowerCase(), text] as const];
    }),
  );
}

/** What the styles of the mail say of each element. Of rules for some screens only, those that hide. */
function styledBy($: CheerioAPI): Map<Node, Map<string, string>> {
  const styled = new Map<Node, Map<string, string>>();
  const sheets = $('style').toArray().filter(isElement).map(textOf);
  for (const { selector, declarations, conditional } of sheets.flatMap((sheet) => rulesOf(sheet))) {
    if (conditional && !hides(declarations)) continue;
    for (const element of matched($, selector)) {
      const own = styled.get(element) ?? new Map<string, string>();
      for (const [name, value] of declarations) own.set(name, value);
      styled.set(element, own);
    }
  }
  return styled;
}

function matched($: CheerioAPI, selector: string): Element[] {
  try {
    return $(selector).toArray().filter(isElement);
  } catch {
    // A selector that cheerio does not know (:hover, ::before, [data-ogsc] …) is about no element as it is first seen.
    return [];
  }
}

interface Rule {
  readonly selector: string;
  readonly declarations: Declarations;
  readonly conditional: boolean;
}

function rulesOf(css: string, conditional = false): Rule[] {
  const rules: Rule[] = [];
  let rest = css.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  for (let brace = rest.indexOf('{'); brace !== -1; brace = rest.indexOf('{')) {
    const prelude = rest
      .slice(0, brace)
      .replace(/^[\s\S]*[;}]/, '')
      .trim();
    const end = closingOf(rest, brace);
    const body = rest.slice(brace + 1, end);
    if (prelude.startsWith('@')) rules.push(...rulesOf(body, true));
    else rules.push({ selector: prelude, declarations: declarationsOf(body), conditional });
    rest = rest.slice(end + 1);
  }
  return rules;
}

function closingOf(css: string, from: number): number {
  let depth = 0;
  for (let at = from; at < css.length; at++) {
    if (css[at] === '{') depth++;
    if (css[at] === '}' && --depth === 0) return at;
  }
  return css.length;
}
