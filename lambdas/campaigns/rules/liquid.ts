import { Liquid } from 'liquidjs';
import type { Language } from '#contract/common.ts';

/** What an author may use: nothing that loops, keeps values, or reads anything but the fields of one person. */
const tags = ['if', 'unless', 'case'];
const filters = [
  'default',
  'upcase',
  'downcase',
  'capitalize',
  'strip',
  'truncate',
  'append',
  'prepend',
  'round',
  'date',
];
export const knownFilters: readonly string[] = filters;
export const knownTags: readonly string[] = tags;

/** Ours alone: put behind what stands in an address. */
export const urlFilter = 'url_part';

/** Longest source of one part, in characters; milliseconds and allocations of one message (liquidjs counts them itself). */
const limits = { parseLimit: 500_000, renderLimit: 2_000, memoryLimit: 2_000_000 };

export interface LiquidSettings {
  /** What becomes of each value where it is put. */
  readonly escape: (value: unknown) => string;
  /** A value that is missing, and has no default, stops it. */
  readonly strict: boolean;
  readonly language?: Language;
}

export function liquid({ escape, strict, language = 'en' }: LiquidSettings): Liquid {
  const engine = new Liquid({
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: strict,
    lenientIf: true,
    outputEscape: escape,
    // No file is ever read: there is neither a tag that would nor a file system.
    templates: {},
    relativeReference: false,
    dynamicPartials: false,
    timezoneOffset: 0,
    locale: language,
    ...limits,
  });
  keepOnly(engine.filters, filters);
  keepOnly(engine.tags, tags);
  engine.registerFilter(urlFilter, (value: unknown) => urlPart(asText(value)));
  return engine;
}

function keepOnly(all: object, names: readonly string[]): void {
  for (const name of Object.keys(all)) if (!names.includes(name)) Reflect.deleteProperty(all, name);
}

/** A value where it is read as it stands: subject and text part. */
export const plain = (value: unknown): string => isolated(asText(value));

export const asText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A name that runs from right to left takes nothing beside it along (UAX #9: first strong isolate, pop). */
export const isolated = (text: string): string => (rightToLeft.test(text) ? `\u2068${text}\u2069` : text);

/**
 * One piece of a path or a query: nothing in it ends the piece, and it is never a step up (`..`).
 * Stricter than encodeURIComponent, so that no text part ends the link at a bracket or quote either.
 */
export function urlPart(text: string): string {
  if (/^\.{1,2}$/.test(text)) return '-';
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
