import { day, second } from '#lambdas/platform/clock.ts';

/** What is odd about a sign-up. Nothing of it depends on whether the address is known: the answer must not tell. */
export interface Signals {
  /** `elsewhere`: a form post from a snippet on the client's own site, whose page has no time of ours. */
  readonly from: 'hosted_page' | 'elsewhere' | 'api';
  /** Since the page was rendered; undefined when it does not say, or the stamp was altered. */
  readonly pageAgeMs: number | undefined;
  /** The browser says that it comes from a site that the form names. */
  readonly knownSite: boolean;
  readonly knownBrowser: boolean;
  readonly disposableDomain: boolean;
  readonly mailDomain: 'takes_mail' | 'address_only' | 'no_mail' | 'unknown';
}

export interface AbuseScore {
  readonly points: number;
  readonly because: readonly Oddity[];
}

/** Each with its points; at `askFrom` a proof of work is asked for. Nothing here ever refuses anybody. */
export const oddities = {
  no_page: 50,
  too_quick: 50,
  stale_page: 20,
  unknown_site: 20,
  unknown_browser: 20,
  disposable_domain: 30,
  no_mail_server: 20,
} as const;
export type Oddity = keyof typeof oddities;

export const askFrom = 50;
/** Nobody reads a form, types an address and ticks a box in less. */
export const quickestMs = 2 * second;
const stalestMs = 2 * day;

export function abuseScore(signals: Signals): AbuseScore {
  const { from, pageAgeMs } = signals;
  const odd: Readonly<Record<Oddity, boolean>> = {
    no_page: from !== 'api' && pageAgeMs === undefined && !signals.knownSite,
    too_quick: pageAgeMs !== undefined && pageAgeMs < quickestMs,
    stale_page: pageAgeMs !== undefined && pageAgeMs > stalestMs,
    unknown_site: from === 'api' && !signals.knownSite,
    unknown_browser: !signals.knownBrowser,
    disposable_domain: signals.disposableDomain,
    no_mail_server: signals.mailDomain === 'address_only',
  };
  const because = oddityNames.filter((oddity) => odd[oddity]);
  return { because, points: because.reduce((sum, oddity) => sum + oddities[oddity], 0) };
}

const oddityNames = [
  'no_page',
  'too_quick',
  'stale_page',
  'unknown_site',
  'unknown_browser',
  'disposable_domain',
  'no_mail_server',
] as const satisfies readonly Oddity[];

export type ProofOfWorkMode = 'on' | 'off' | 'always';

export const mustProve = (mode: ProofOfWorkMode, { points }: AbuseScore): boolean =>
  mode === 'always' || (mode === 'on' && points >= askFrom);

export interface Limits {
  readonly perNetworkAndHour: number;
  readonly perFormAndHour: number;
}

/**
 * How many sign-ups are taken. Below the first pair nobody is asked for anything because of others; beyond it each has to
 * prove work; beyond the second they are let fall, with the answer that everybody gets.
 */
export const limitsFor = (mode: ProofOfWorkMode, proven: boolean): Limits =>
  proven || mode === 'off'
    ? { perNetworkAndHour: 60, perFormAndHour: 4_800 }
    : { perNetworkAndHour: 10, perFormAndHour: 240 };
