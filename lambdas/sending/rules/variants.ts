import { createHash } from 'node:crypto';
import type { Figures } from '#contract/figures.ts';

interface Variants {
  readonly sharePercent: number;
}

/** A number from 0 to 9999 that is the same for a person and a campaign, whenever it is asked, and has nothing to do with another campaign's. */
const lotOf = (campaignId: string, contactId: string): number =>
  createHash('sha256').update(`${campaignId}.${contactId}`).digest().readUInt32BE(0) % 10_000;

/** Whether this person is of the part on whom the two subjects are tried. */
export const isTested = (
  { sharePercent }: Variants,
  { campaignId }: { readonly campaignId: string },
  contactId: string,
): boolean => lotOf(campaignId, contactId) < sharePercent * 100;

/** Which of the two subjects a person of that part gets: half and half. */
export const triedOn = (campaignId: string, contactId: string): 'a' | 'b' =>
  lotOf(campaignId, contactId) % 2 === 0 ? 'a' : 'b';

/**
 * The subject whose readers followed links more often: people, by what was delivered; machines never count. Without a
 * difference it is the first, which its author put first.
 */
export function betterOf({ a, b }: Figures['variants']): { readonly winner: 'a' | 'b'; readonly because: string } {
  const winner = shareOf(b) > shareOf(a) ? 'b' : 'a';
  return { winner, because: `people who followed a link: A ${inWords(a)}, B ${inWords(b)}` };
}

type Counts = Figures['variants']['a'];
const shareOf = (counts: Counts): number => (counts?.delivered ? counts.clickedHuman / counts.delivered : 0);
const inWords = (counts: Counts): string => `${counts?.clickedHuman ?? 0} of ${counts?.delivered ?? 0}`;
