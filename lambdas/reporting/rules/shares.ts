import type { OutcomeCounts } from '#contract/figures.ts';
import type { People, Shares } from '#contract/reports.ts';
import { clickers, openers } from './human-range.ts';

/** To one in a million: exact figures stand beside it. */
const round = (share: number): number => Math.round(share * 1e6) / 1e6;
export const shareOf = (count: number, of: number): number | undefined => (of === 0 ? undefined : round(count / of));

export function sharesOf(counts: OutcomeCounts): Shares {
  const { sent, delivered } = counts;
  const ofPeople = ({ about, from, to }: People) =>
    delivered === 0
      ? undefined
      : { about: round(about / delivered), from: round(from / delivered), to: round(to / delivered) };
  return {
    delivered: shareOf(delivered, sent),
    softBounced: shareOf(counts.softBounced, sent),
    bounced: shareOf(counts.bounced, sent),
    complained: shareOf(counts.complained, delivered),
    opened: ofPeople(openers(counts)),
    clicked: ofPeople(clickers(counts)),
  };
}
