import { load } from 'cheerio';
import type { Cheerio, CheerioAPI } from 'cheerio';
import { colourOf, contrastOf } from './colour.ts';
import type { Colour } from './colour.ts';
import { declarationsOf, rulesOf } from './styles.ts';
import type { StyleRule } from './styles.ts';

/**
 * What a person sees of an HTML part; what is hidden from them is not in it. Strict about what counts: what some style hides on
 * some screen, is tiny, or has the colour of what is behind it, is not seen (CS-04, CS-05).
 */
export interface Shown {
  /** In the order of the source, one space between words. */
  readonly text: string;
  readonly links: readonly ShownLink[];
  readonly pictures: readonly ShownPicture[];
  /** Text that is there and not shown, without a preheader. */
  readonly hiddenText: string;
}

export interface ShownLink {
  readonly href: string;
  /** What is read: text, and what pictures in it say. */
  readonly text: string;
  readonly visible: boolean;
}

export interface ShownPicture {
  readonly src: string;
  readonly alt: string | undefined;
  /** Spacers and dots say nothing and need no words. */
  readonly small: boolean;
}

/** As the parser has them. */
type AnyNode = Exclude<Parameters<typeof load>[0], string | Buffer | readonly unknown[]>;
type Element = Extract<AnyNode, { readonly attribs: unknown }>;

/** How an element looks, as far as it decides whether anybody can read it. */
interface Look {
  readonly hidden: boolean;
  readonly ink: Colour;
  readonly paper: Colour;
  readonly fontPx: number;
}

const black: Colour = { red: 0, green: 0, blue: 0, alpha: 1 };
const white: Colour = { red: 255, green: 255, blue: 255, alpha: 1 };
const unread = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'meta', 'link']);
const longestPreheader = 250;
/** Below it nobody reads; and ink that hardly differs from its paper is no ink. */
const smallestPx = 7;
const faintest = 1.6;

export const shownOf = (html: string): Shown => shownIn(load(html));

/** Reads HTML as a mail program draws it: style sheets, then what stands at the element itself. */
export function shownIn($: CheerioAPI): Shown {
  const sheet = $('style')
    .toArray()
    .flatMap((element) => rulesOf($(element).text()));
  const seen = new Reader($, matched($, sheet));
  const body = $('body').get(0);
  if (body) seen.read(body, { hidden: false, ink: black, paper: white, fontPx: 16 }, undefined);
  return seen.shown();
}

/** Declarations of style sheets by element: a selector that nothing understands styles nothing. */
function matched($: CheerioAPI, sheet: readonly StyleRule[]): Map<AnyNode, StyleRule[]> {
  const of = new Map<AnyNode, StyleRule[]>();
  for (const rule of sheet)
    for (const element of selected($, rule.selector)) of.set(element, [...(of.get(element) ?? []), rule]);
  return of;
}

function selected($: CheerioAPI, selector: string): readonly AnyNode[] {
  try {
    return $(selector).toArray();
  } catch {
    return [];
  }
}

/** As the DOM numbers it. */
const textNode = 3;

interface OpenLink {
  readonly href: string;
  text: string;
  visible: boolean;
}

class Reader {
  private readonly $: CheerioAPI;
  private readonly sheet: ReadonlyMap<AnyNode, readonly StyleRule[]>;
  private readonly texts: string[] = [];
  private readonly before: string[] = [];
  private readonly hidden: string[] = [];
  private readonly links: OpenLink[] = [];
  private readonly pictures: ShownPicture[] = [];

  constructor($: CheerioAPI, sheet: ReadonlyMap<AnyNode, readonly StyleRule[]>) {
    this.$ = $;
    this.sheet = sheet;
  }

  shown(): Shown {
    return {
      text: squeezed(this.texts.join('')),
      links: this.links.map(({ href, text, visible }) => ({ href, text: squeezed(text), visible })),
      pictures: this.pictures,
      // A preheader stands before all that is shown, and is no trick.
      hiddenText: squeezed(`${squeezed(this.before.join(' ')).slice(longestPreheader)} ${this.hidden.join(' ')}`),
    };
  }

  read(node: AnyNode, around: Look, link: OpenLink | undefined): void {
    if (node.nodeType === textNode) this.readText(node.data, around, link);
    if (!('attribs' in node) || unread.has(node.name)) return;
    const look = lookOf(this.$(node), this.sheet.get(node) ?? [], around);
    const inside = node.name === 'a' ? this.openLink(node) : link;
    if (node.name === 'img') this.readPicture(node, look, inside);
    if (breaks.has(node.name)) this.texts.push(' ');
    for (const child of node.children) this.read(child, look, inside);
    if (breaks.has(node.name)) this.texts.push(' ');
  }

  private readText(text: string, { hidden, ink, paper, fontPx }: Look, link: OpenLink | undefined): void {
    if (hidden || fontPx < smallestPx || contrastOf(ink, paper) < faintest) {
      (squeezed(this.texts.join('')) === '' ? this.before : this.hidden).push(text);
      return;
    }
    this.texts.push(text);
    if (!link) return;
    link.text += text;
    if (text.trim() !== '') link.visible = true;
  }

  private openLink({ attribs }: Element): OpenLink | undefined {
    if (attribs.href === undefined) return undefined;
    const opened = { href: attribs.href.trim(), text: '', visible: false };
    this.links.push(opened);
    return opened;
  }

  private readPicture({ attribs }: Element, look: Look, link: OpenLink | undefined): void {
    const { src = '', alt } = attribs;
    const small = [attribs.width, attribs.height].some((size) => size !== undefined && Number.parseInt(size, 10) <= 4);
    if (look.hidden) return;
    this.pictures.push({ src: src.trim(), alt, small });
    if (!link) return;
    link.text += ` ${alt ?? ''} `;
    if (!small) link.visible = true;
  }
}

const breaks = new Set(
  'address article blockquote br center dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li ol p section table tbody td th tr ul'.split(
    ' ',
  ),
);

/** @param sheet what style sheets say of it, in their order */
function lookOf(element: Cheerio<Element>, sheet: readonly StyleRule[], around: Look): Look {
  const style = cascade(sheet, element);
  const ink = colourOf(style.get('color') ?? element.attr('color'), around.ink) ?? around.ink;
  const paper = colourOf(backgroundOf(style) ?? element.attr('bgcolor'), around.ink);
  return {
    hidden: around.hidden || ink.alpha < 0.1 || element.attr('hidden') !== undefined || hides(style),
    ink,
    // What nobody understands, a picture say, may be anything: it is taken as not there.
    paper: paper && paper.alpha > 0.5 ? paper : around.paper,
    fontPx: fontPxOf(style.get('font-size') ?? style.get('font'), around.fontPx),
  };
}

/** Later and more particular wins; what stands at the element wins over sheets, but for `!important`. */
function cascade(sheet: readonly StyleRule[], element: Cheerio<Element>): ReadonlyMap<string, string> {
  const weighed = new Map<string, { readonly value: string; readonly weight: number }>();
  const put = (name: string, value: string, weight: number): void => {
    if (weight >= (weighed.get(name)?.weight ?? 0)) weighed.set(name, { value, weight });
  };
  const important = 1_000_000;
  for (const { declarations, specificity } of sheet)
    for (const { name, value, isImportant } of declarations)
      put(name, value, specificity + (isImportant ? important : 0));
  for (const { name, value, isImportant } of declarationsOf(element.attr('style') ?? ''))
    put(name, value, 10_000 + (isImportant ? important : 0));
  return new Map([...weighed].map(([name, { value }]) => [name, value]));
}

const backgroundOf = (style: ReadonlyMap<string, string>): string | undefined =>
  style.get('background-color') ?? style.get('background')?.split(/\s+(?![^(]*\))/)[0];

/** Ways to have text in a mail that nobody sees. */
function hides(style: ReadonlyMap<string, string>): boolean {
  const is = (name: string, pattern: RegExp): boolean => pattern.test(style.get(name) ?? '');
  const clipped = is('overflow', /hidden/) || is('overflow-y', /hidden/);
  const farOut = /^-\d{3,}/;
  return (
    is('display', /^none/) ||
    is('visibility', /^(hidden|collapse)/) ||
    is('mso-hide', /^all/) ||
    Number.parseFloat(style.get('opacity') ?? '1') < 0.4 ||
    (clipped && (is('max-height', zero) || is('height', zero) || is('max-width', zero) || is('width', zero))) ||
    is('clip', /rect\(\s*0[^)]*\s0\w*[\s,]+0/) ||
    is('clip-path', /inset\((50|100)%|circle\(0/) ||
    ['text-indent', 'left', 'right', 'top', 'margin-left', 'margin-top'].some((name) => is(name, farOut)) ||
    is('transform', /scale\(\s*0\s*\)|translate[xy]?\(\s*-\d{4,}/)
  );
}
const zero = /^(0|1|0?\.\d+)(px|em|rem|%|pt)?$/;

function fontPxOf(value: string | undefined, around: number): number {
  const [, number, unit] = /(?:^|\s)(\d*\.?\d+)(px|pt|em|rem|%)?(?=[\s/]|$)/.exec(value ?? '') ?? [];
  if (number === undefined) return around;
  const size = Number(number);
  switch (unit) {
    case 'pt':
      return (size * 4) / 3;
    case 'em':
      return size * around;
    case 'rem':
      return size * 16;
    case '%':
      return (size / 100) * around;
    case 'px':
      return size;
    default:
      // Only nothing needs no unit.
      return size === 0 ? 0 : around;
  }
}

/** Zero-width characters are no text; a space that does not break is one. */
export const squeezed = (text: string): string =>
  text
    .replaceAll(/\u034f|[\u00ad\u200b-\u200f\u2060\ufeff]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
