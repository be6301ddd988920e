import * as z from 'zod';
import type { ContactImport } from '#contract/contacts.ts';
import { isDisposable } from '#lambdas/sign-up/rules/is-disposable.ts';

/** What was counted while a file was checked. Sums: chunk by chunk they add up. */
export const signals = z.object({
  rows: z.int(),
  refused: z.int(),
  roles: z.int(),
  disposable: z.int(),
  sequential: z.int(),
  /** Rows whose domain was looked up, and those of them whose domain takes no mail. */
  lookedUp: z.int(),
  noMail: z.int(),
});
export type Signals = z.output<typeof signals>;
type Warning = ContactImport['warnings'][number];

export const noSignals: Signals = {
  rows: 0,
  refused: 0,
  roles: 0,
  disposable: 0,
  sequential: 0,
  lookedUp: 0,
  noMail: 0,
};

/** Boxes of a function, not of a person: seldom did anybody sign them up (RFC 2142, and what mailbox providers list). */
const roles = new Set([
  ...['abuse', 'admin', 'administrator', 'all', 'billing', 'bookings', 'buchhaltung', 'compliance', 'contact'],
  ...['contacto', 'direction', 'everyone', 'hello', 'help', 'helpdesk', 'hostmaster', 'hr', 'info', 'jobs', 'kontakt'],
  ...['list', 'mail', 'mailer-daemon', 'marketing', 'media', 'news', 'newsletter', 'no-reply', 'noc', 'noreply'],
  ...['office', 'orders', 'post', 'postmaster', 'presse', 'press', 'privacy', 'root', 'sales', 'security', 'service'],
  ...['spam', 'support', 'team', 'test', 'ventas', 'verkauf', 'vertrieb', 'webmaster', 'www'],
]);

export const isRole = (canonical: string): boolean => roles.has(localOf(canonical).split('+')[0] ?? '');

const localOf = (canonical: string): string => canonical.slice(0, canonical.lastIndexOf('@'));
export const domainOf = (canonical: string): string => canonical.slice(canonical.lastIndexOf('@') + 1);

/** What the addresses of a chunk say by themselves. */
export function signalsOf(addresses: readonly string[]): Pick<Signals, 'roles' | 'disposable' | 'sequential'> {
  const domains = new Map<string, number>();
  for (const domain of addresses.map(domainOf)) domains.set(domain, (domains.get(domain) ?? 0) + 1);
  let disposable = 0;
  for (const [domain, count] of domains) if (isDisposable(domain)) disposable += count;
  return { roles: addresses.filter(isRole).length, disposable, sequential: sequentialIn(addresses) };
}

const shortestRun = 4;

/**
 * Addresses that were counted up rather than collected (CS-14): ada1@, ada2@, ada3@ …, or ada.a@, ada.b@, ada.c@ … in any
 * order. @returns how many stand in a run of at least four
 */
export function sequentialIn(addresses: readonly string[]): number {
  const series = new Map<string, Set<number>>();
  for (const address of new Set(addresses)) {
    const [stem, place] = placeIn(localOf(address));
    if (place === undefined) continue;
    const key = `${stem}@${domainOf(address)}`;
    series.set(key, (series.get(key) ?? new Set()).add(place));
  }
  let counted = 0;
  for (const places of series.values()) counted += inRuns([...places].sort((one, other) => one - other));
  return counted;
}

/** The last number of a local part, or its last letter when that stands alone: what comes before and after is the series. */
function placeIn(local: string): [stem: string, place: number | undefined] {
  const number = /^(.*?)(\d{1,9})(\D*)$/.exec(local);
  if (number) return [`${number[1] ?? ''}#${number[3] ?? ''}`, Number(number[2])];
  const letter = /^(.*[._-])?([a-z])$/.exec(local);
  return letter ? [`${letter[1] ?? ''}$`, letter[2]?.charCodeAt(0)] : ['', undefined];
}

function inRuns(sorted: readonly number[]): number {
  let counted = 0;
  let run = 1;
  sorted.forEach((place, index) => {
    if (sorted[index + 1] === place + 1) run += 1;
    else {
      if (run >= shortestRun) counted += run;
      run = 1;
    }
  });
  return counted;
}

export const plus = (one: Signals, other: Signals): Signals => ({
  rows: one.rows + other.rows,
  refused: one.refused + other.refused,
  roles: one.roles + other.roles,
  disposable: one.disposable + other.disposable,
  sequential: one.sequential + other.sequential,
  lookedUp: one.lookedUp + other.lookedUp,
  noMail: one.noMail + other.noMail,
});

interface Threshold {
  readonly kind: Warning['kind'];
  readonly of: (counted: Signals) => readonly [count: number, outOf: number];
  /** Shares from which on it is said, and from which on an operator decides. */
  readonly warns: number;
  readonly quarantines: number;
  readonly says: string;
}

/** One table for a reviewer. */
export const thresholds: readonly Threshold[] = [
  {
    kind: 'role_accounts',
    of: ({ roles: count, rows, refused }) => [count, rows - refused],
    warns: 0.03,
    quarantines: 0.15,
    says: 'of the addresses are boxes of a function (info@, sales@ …), which seldom signed up themselves',
  },
  {
    kind: 'disposable',
    of: ({ disposable, rows, refused }) => [disposable, rows - refused],
    warns: 0.01,
    quarantines: 0.05,
    says: 'of the addresses are of domains that give out addresses for minutes',
  },
  {
    kind: 'sequential',
    of: ({ sequential, rows, refused }) => [sequential, rows - refused],
    warns: 0.02,
    quarantines: 0.1,
    says: 'of the addresses count up (ada1@, ada2@, ada3@ …), as made-up ones do',
  },
  {
    kind: 'no_mail_domain',
    of: ({ noMail, lookedUp }) => [noMail, lookedUp],
    warns: 0.02,
    quarantines: 0.1,
    says: 'of the addresses that were looked at have a domain that takes no mail',
  },
  {
    kind: 'refused',
    of: ({ refused, rows }) => [refused, rows],
    warns: 0.05,
    quarantines: 0.5,
    says: 'of the rows were refused: look at the report before they are taken in',
  },
];

/** Fewer than these are an accident, whatever their share of a short file. */
const fewest = 5;

export function warningsFrom(counted: Signals): Warning[] {
  return thresholds.flatMap(({ kind, of, warns, quarantines, says }): Warning[] => {
    const [count, outOf] = of(counted);
    const share = outOf > 0 ? count / outOf : 0;
    if (count === 0 || share < warns) return [];
    const rounded = Math.round(share * 1_000) / 1_000;
    const message = `${(rounded * 100).toFixed(1)} % ${says}`;
    return [{ kind, share: rounded, quarantines: share >= quarantines && count >= fewest, message }];
  });
}
