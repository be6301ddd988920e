import { languages } from '#contract/common.ts';
import type { Language } from '#contract/common.ts';

/** The one of ours that a browser likes best (RFC 9110, 12.5.4); English for who asks for none of them. */
export function preferredLanguage(acceptLanguage = ''): Language {
  const asked = acceptLanguage
    .split(',')
    .map(weighed)
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  for (const { primary } of asked) {
    const known = languages.find((language) => language === primary);
    if (known) return known;
  }
  return 'en';
}

/** `de-AT;q=0.8` → de, 0.8 */
function weighed(range: string): { primary: string; weight: number } {
  const [tag = '', ...parameters] = range.toLowerCase().split(';');
  const given = parameters.map((each) => /^\s*q\s*=\s*(.*)$/.exec(each)?.[1]).find((each) => each !== undefined);
  return { primary: tag.trim().split('-')[0] ?? '', weight: given === undefined ? 1 : Number(given) || 0 };
}
