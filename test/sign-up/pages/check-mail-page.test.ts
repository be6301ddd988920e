import { describe, expect, it } from 'vitest';
import { languages } from '#contract/common.ts';
import { wordsIn } from '#lambdas/platform/words/catalogs.ts';

const condition = {
  en: /^If you are not/,
  de: /^Wenn Sie noch nicht/,
  fr: /^Si vous n’êtes pas encore/,
  es: /^Si aún no/,
};
const oncePerDay = {
  en: 'at most one a day',
  de: 'höchstens eine am Tag',
  fr: 'un par jour au plus',
  es: 'como mucho uno al día',
};

describe('what everybody is told after signing up', () => {
  // It is the same to the byte for everybody: so it may say nothing that is true of some alone (SC-22).
  it.each(languages)('promises a mail to nobody who may not get one, in %s', (language) => {
    const text = wordsIn(language).checkMail.text('Harbour Books');
    expect(text).toMatch(condition[language]);
    expect(text).toContain(oncePerDay[language]);
  });
});
