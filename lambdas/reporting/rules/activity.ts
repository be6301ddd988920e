import { isbot } from 'isbot';

/**
 * One open or click, as it stands in a message's record: when, what, and letters for what gave a machine away. Neither the address of
 * who opened nor their program is kept.
 */
export interface Activity {
  /** ISO 8601. */
  readonly at: string;
  readonly kind: 'open' | 'click';
  /** Of a click: the link's place in the content, where SES told it. */
  readonly link?: string;
  readonly hints: readonly Hint[];
}

/**
 * `bot`: the program names itself a scanner, a preview, a script. `none`: it names nothing. `apple`: Apple's privacy service, which opens
 * all mail. `google`, `yahoo`: the provider's proxy for pictures, which opens when a person does.
 */
export type Hint = 'bot' | 'none' | 'apple' | 'google' | 'yahoo';

const letters: Readonly<Record<Hint, string>> = { bot: 'b', none: 'n', apple: 'a', google: 'g', yahoo: 'y' };

/** What a program's name gives away (requirements.md 4.2; sources: docs/human-figures.md). */
export function hintsOf(userAgent: string | undefined): Hint[] {
  const agent = (userAgent ?? '').trim();
  if (agent === '') return ['none'];
  if (agent === 'Mozilla/5.0') return ['apple'];
  if (/GoogleImageProxy/i.test(agent)) return ['google'];
  if (/YahooMailProxy/i.test(agent)) return ['yahoo'];
  return isbot(agent) || scanners.test(agent) ? ['bot'] : [];
}

/** Security gateways that say so, and are no bots by the library's list. */
const scanners = /safelinks|barracuda|proofpoint|mimecast|symantec|messagelabs|forcepoint|fireeye|trendmicro/i;

export const written = ({ at, kind, link, hints }: Activity): string =>
  [at, kind.charAt(0), link ?? '', hints.map((hint) => letters[hint]).join('')].join('|');

/** @returns undefined for what no version of this wrote */
export function read(text: string): Activity | undefined {
  const [at = '', kind, link = '', hinted = ''] = text.split('|');
  if (kind !== 'o' && kind !== 'c') return undefined;
  const hints = hintNames.filter((hint) => hinted.includes(letters[hint]));
  return { at, kind: kind === 'o' ? 'open' : 'click', ...(link !== '' && { link }), hints };
}

export const hintNames: readonly Hint[] = ['bot', 'none', 'apple', 'google', 'yahoo'];
