import type { Language } from '#contract/common.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';

/** Everything that people are told, in one shape: a key that a language lacks does not compile. */
export type Words = typeof en;

const catalogs: Readonly<Record<Language, Words>> = { en, de, fr, es };

export const wordsIn = (language: Language): Words => catalogs[language];

/** A time as a person writes it: "24 November 2026". */
export const dateIn = (language: Language, at: string): string =>
  new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(at));

/** "GB" as a person says it: "United Kingdom", "Vereinigtes Königreich". */
export const countryIn = (language: Language, code: string): string =>
  new Intl.DisplayNames(localeOf(language), { type: 'region' }).of(code) ?? code;

const localeOf = (language: Language): string => (language === 'en' ? 'en-GB' : language);
