import type { MailProvider } from '#contract/figures.ts';

/** Domains whose mailboxes everybody has: no question has to be asked. */
const known: Readonly<Record<string, MailProvider>> = Object.fromEntries(
  (
    [
      ['google', 'gmail.com googlemail.com'],
      [
        'microsoft',
        'outlook.com hotmail.com live.com msn.com hotmail.co.uk hotmail.fr hotmail.de outlook.de live.de live.fr',
      ],
      ['yahoo', 'yahoo.com yahoo.co.uk yahoo.fr yahoo.de yahoo.es ymail.com rocketmail.com aol.com aim.com'],
      ['apple', 'icloud.com me.com mac.com'],
    ] as const
  ).flatMap(([provider, domains]) => domains.split(' ').map((domain) => [domain, provider])),
);

export const knownProvider = (domain: string): MailProvider | undefined => known[domain];

const hosts: readonly (readonly [RegExp, MailProvider])[] = [
  [/\.(google|googlemail)\.com$|\.smtp\.goog$/, 'google'],
  [/\.(outlook|protection\.outlook|olc\.protection\.outlook)\.com$|\.mx\.microsoft$/, 'microsoft'],
  [/\.yahoodns\.net$/, 'yahoo'],
  [/\.icloud\.com$|\.apple\.com$/, 'apple'],
];

/** @param exchanges names of mail servers, best first */
export function providerOfHosts(exchanges: readonly string[]): MailProvider {
  const [best = ''] = exchanges;
  const host = `.${best.toLowerCase().replace(/\.$/, '')}`;
  return hosts.find(([pattern]) => pattern.test(host))?.[1] ?? 'other';
}
