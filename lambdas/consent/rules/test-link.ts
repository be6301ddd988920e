import { languages } from '#contract/common.ts';
import type { Language } from '#contract/common.ts';

/**
 * Links of test mails are nobody's: they look like real ones, and lead to a page that says so and changes nothing. Real keys
 * are hashes of 16 bytes, which do not come out as fifteen zeros and a number.
 */
export const testAddressKey = (language: Language): string =>
  Buffer.concat([Buffer.alloc(15), Buffer.of(languages.indexOf(language) + 1)]).toString('base64url');

export const testLanguageOf = (addressKey: string): Language | undefined =>
  languages.find((language) => testAddressKey(language) === addressKey);
