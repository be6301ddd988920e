import { afterEach, describe, expect, it } from 'vitest';
import { languages } from '#contract/common.ts';
import { problemPage } from '#lambdas/platform/page/problem-page.tsx';
import { settingsFrom } from '#lib/settings.ts';

const byDefault = settingsFrom({ mailFromDomain: 'mail.example.com' }).footLine;

const footOf = (line: string | undefined, language: (typeof languages)[number]) => {
  if (line === undefined) delete process.env.FOOT_LINE;
  else process.env.FOOT_LINE = line;
  return /<footer>(.*)<\/footer>/.exec(problemPage('not_found', language).html)?.[1];
};
afterEach(() => delete process.env.FOOT_LINE);

describe('the line at the foot', () => {
  it('is in the language of the page', () => {
    expect(languages.map((language) => footOf(byDefault, language))).toEqual([
      'Sent with Assent',
      'Versandt mit Assent',
      'Envoyé avec Assent',
      'Enviado con Assent',
    ]);
  });

  it('stands as it is where a deployment wrote its own', () => {
    expect(footOf('Mail by the Whitby Reading Circle', 'de')).toBe('Mail by the Whitby Reading Circle');
  });

  it('is not there where a deployment wants none', () => {
    expect(footOf(undefined, 'de')).toBeUndefined();
  });
});
