import { describe, expect, it } from 'vitest';
import { preferredLanguage } from '#lambdas/platform/preferred-language.ts';

describe('the language of a page that is nobody’s', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['en;q=0.4, fr-CA;q=0.8', 'fr'],
    ['it-IT,it;q=0.9,es;q=0.2', 'es'],
    ['nl', 'en'],
    ['*', 'en'],
    ['de;q=0, es;q=0.1', 'es'],
    ['DE ; Q=1', 'de'],
    ['fr;q=0.5;x=1, de;q=often', 'fr'],
    [',;,q=1,-', 'en'],
  ])('%s: %s', (asked, language) => {
    expect(preferredLanguage(asked)).toBe(language);
  });
});
