import { Tokenizer } from 'liquidjs';
import type { Template } from 'liquidjs';
import { knownFilters, knownTags, liquid, plain, urlFilter } from './liquid.ts';

/** What an author has to mend: `path` as in `content.blocks.3.text`, `message` with line and column where there are some. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** Links of a message, which are filled in for each person like fields. */
export const linkFields = ['unsubscribe_url', 'preferences_url', 'web_copy_url'] as const;

/** A piece of Liquid that was taken out of what an author wrote. */
export interface Mark {
  readonly kind: 'output' | 'tag';
  /** Without its braces. */
  readonly inner: string;
  /** `if`, `else`, `endif`, …: of a tag. */
  readonly name: string;
  readonly path: string;
  /** `line 3, column 7: `, or nothing. */
  readonly at: string;
}

/** Two characters of private use stand around a number: no markup, no address and no parser has a use for them. */
const open = '\uE000';
const close = '\uE001';
const reserved = /[\uE000\uE001]/;
const anyMark = /\uE000([ou])(\d+)\uE001|<!--\uE000t(\d+)\uE001-->|\uE000t(\d+)\uE001/g;
export const outputMarks = /\uE000[ou](\d+)\uE001/g;
export const lonelyTagMark = /^\uE000t(\d+)\uE001$/;
export const hasMark = (text: string): boolean => reserved.test(text);
/** The same output as a piece of an address. */
export const inAddress = (text: string): string => text.replaceAll(/\uE000o(\d+)\uE001/g, `${open}u$1${close}`);
export const tagsAsComments = (text: string): string => text.replaceAll(/\uE000t\d+\uE001/g, '<!--$&-->');

export const commentsAsTags = (html: string): string => html.replaceAll(/<!--(\uE000t\d+\uE001)-->/g, '$1');

const mostMarks = 1_000;

export interface Marks {
  take: (source: string, path: string, settings?: { readonly markup?: boolean; readonly tags?: boolean }) => Taken;
  /** Puts Liquid back; a piece of an address gets its filter. */
  restore: (text: string) => string;
  add: (problem: Problem) => void;
  /** A tag that we write ourselves. */
  ownTag: (name: string, inner: string) => string;
  /** An output that we write ourselves. */
  ownOutput: (inner: string) => string;
  readonly all: readonly Mark[];
  readonly problems: readonly Problem[];
  readonly used: ReadonlySet<string>;
}

/**
 * Takes Liquid out of what an author wrote, so that markup can be read without it, and puts it back where it was found to
 * do no harm. On the way each piece is checked: tags, filters, fields.
 */
export function marksOf(fields: ReadonlySet<string>): Marks {
  const all: Mark[] = [];
  const problems: Problem[] = [];
  const used = new Set<string>();
  const engine = liquid({ escape: plain, strict: false });

  const add = (problem: Problem): void => {
    problems.push(problem);
  };

  /**
   * @param markup whether it is a whole document: conditions become comments, and lines and columns say where something is
   * @param tags whether conditions may stand there
   */
  function take(source: string, path: string, { markup = false, tags = true } = {}): Taken {
    const at = (offset: number): string => (markup ? placeIn(source, offset) : '');
    const nothing = { text: '', offsetOf: (offset: number) => offset };
    if (reserved.test(source)) {
      add({ path, message: `${at(source.search(reserved))}has a character of private use (U+E000, U+E001)` });
      return nothing;
    }
    const parsed = parse(source, path, at);
    if (!parsed) return nothing;
    check(parsed, path, at, source);
    let text = '';
    const shifts: { readonly here: number; readonly there: number }[] = [];
    for (const token of new Tokenizer(source).readTopLevelTokens(engine.options)) {
      shifts.push({ here: text.length, there: token.begin });
      if (!('content' in token) || typeof token.content !== 'string') {
        text += source.slice(token.begin, token.end);
        continue;
      }
      const name = 'name' in token && typeof token.name === 'string' ? token.name : '';
      const kind = name === '' ? 'output' : 'tag';
      if (kind === 'tag' && !tags) add({ path, message: `${at(token.begin)}{% ${name} %} may not stand here` });
      const inner = token.content.trim();
      all.push({ kind, inner, name, path, at: at(token.begin) });
      const mark = `${open}${kind === 'output' ? 'o' : 't'}${all.length - 1}${close}`;
      text += markup && kind === 'tag' ? `<!--${mark}-->` : mark;
    }
    if (all.length > mostMarks) add({ path, message: `has more than ${mostMarks} pieces of Liquid` });
    return { text, offsetOf: (offset) => originalOf(shifts, offset) };
  }

  function parse(source: string, path: string, at: (offset: number) => string): Template[] | undefined {
    try {
      return engine.parse(source);
    } catch (error) {
      add({ path, message: `${at(offsetOfError(error))}${wordsOf(error)}` });
      return undefined;
    }
  }

  function check(templates: Template[], path: string, at: (offset: number) => string, source: string): void {
    const { globals } = engine.analyzeSync(templates, { partials: false });
    for (const [name, uses] of Object.entries(globals))
      for (const { segments, location } of uses) {
        const where = at(offsetAt(source, location.row, location.col));
        if (segments.length > 1) add({ path, message: `${where}${name} has no parts: write {{ ${name} }}` });
        else if (!fields.has(name)) add({ path, message: `${where}${unknown(name, fields)}` });
        else used.add(name);
      }
  }

  const restore = (text: string): string =>
    text.replaceAll(anyMark, (_, kind?: string, output?: string, tag?: string, bare?: string) => {
      const mark = all[Number(output ?? tag ?? bare)];
      if (!mark) return '';
      if (mark.kind === 'tag') return `{% ${mark.inner} %}`;
      return kind === 'u' ? `{{ ${mark.inner} | ${urlFilter} }}` : `{{ ${mark.inner} }}`;
    });

  return {
    take,
    restore,
    add,
    all,
    problems,
    used,
    ownTag: (name, inner) => {
      all.push({ kind: 'tag', inner, name, path: '', at: '' });
      return `<!--${open}t${all.length - 1}${close}-->`;
    },
    ownOutput: (inner) => {
      used.add(inner);
      all.push({ kind: 'output', inner, name: '', path: '', at: '' });
      return `${open}o${all.length - 1}${close}`;
    },
  };
}

export interface Taken {
  /** With marks in it. */
  readonly text: string;
  /** From an offset in `text` to one in what was written. */
  readonly offsetOf: (offset: number) => number;
}

function originalOf(shifts: readonly { readonly here: number; readonly there: number }[], offset: number): number {
  const last = shifts.findLast(({ here }) => here <= offset);
  return last ? last.there + (offset - last.here) : offset;
}

/** `line 3, column 7: ` of an offset. */
export function placeIn(source: string, offset: number): string {
  const before = source.slice(0, offset).split('\n');
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}: `;
}

function offsetAt(source: string, row: number, column: number): number {
  const lines = source.split('\n').slice(0, row - 1);
  return lines.reduce((sum, line) => sum + line.length + 1, 0) + column - 1;
}

const offsetOfError = (error: unknown): number => {
  const token = typeof error === 'object' && error !== null && 'token' in error ? error.token : undefined;
  return typeof token === 'object' && token !== null && 'begin' in token ? Number(token.begin) : 0;
};

/** What liquidjs says, without its own idea of the place, and with what would work. */
function wordsOf(error: unknown): string {
  const message = (error instanceof Error ? error.message : '').replace(/,( file:.*)? line:\d+, col:\d+$/, '');
  if (message.startsWith('undefined filter')) return `${message}: known are ${knownFilters.join(', ')}`;
  if (/^tag .* not found/.test(message)) return `${message}: known are ${knownTags.join(', ')}`;
  return message || 'is not Liquid that can be read';
}

function unknown(name: string, fields: ReadonlySet<string>): string {
  const known = [...fields].sort().join(', ');
  return `there is no field ${name.slice(0, 60)}: known are ${known}`;
}
