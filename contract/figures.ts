import * as z from 'zod';

/** Who takes the mail of a domain, by its mail servers. */
export const mailProviders = ['google', 'microsoft', 'yahoo', 'apple', 'other'] as const;
export const mailProvider = z.enum(mailProviders);
export type MailProvider = z.output<typeof mailProvider>;

const count = z.int().default(0);

/** Messages, each counted once in each line that is true of it. */
export const outcomeCounts = z.object({
  /** SES took it. */
  sent: count,
  delivered: count,
  /** Waiting at the provider's. */
  delayed: count,
  softBounced: count,
  bounced: count,
  complained: count,
  /** By SES, for a virus. */
  rejected: count,
  failed: count,
  /** SES had the address on a list and did not try. */
  suppressed: count,
  invalid: count,
  /** By people, as far as anybody can tell. */
  openedHuman: count,
  /** Through a service that opens every mail, so that nobody can tell. */
  openedMasked: count,
  /** At a moment at which a machine would have, too. */
  openedUnsure: count,
  /** By machines alone. */
  openedMachine: count,
  clickedHuman: count,
  clickedUnsure: count,
  clickedMachine: count,
});
export type OutcomeCounts = z.output<typeof outcomeCounts>;
export type OutcomeName = keyof OutcomeCounts;

/** People who followed a link, once each. */
export const linkCounts = z.object({ human: count, unsure: count, machine: count });
export type LinkCounts = z.output<typeof linkCounts>;

/** What happened for the first time to a message in an hour (UTC). */
export const hourCounts = z.object({ delivered: count, opened: count, clicked: count });
export type HourCounts = z.output<typeof hourCounts>;

/** Exact: each message is counted once, however often and in which order SES told of it. */
export interface Figures {
  readonly variants: Readonly<Partial<Record<'a' | 'b', OutcomeCounts>>>;
  readonly providers: Readonly<Partial<Record<MailProvider, OutcomeCounts>>>;
  /** By place among the links of the content. */
  readonly links: Readonly<Record<string, LinkCounts>>;
  /** By hour: `2026-11-24T09`. */
  readonly hours: Readonly<Record<string, HourCounts>>;
  /** People who left within a week, after no other campaign had reached them. */
  readonly unsubscribed: number;
}
