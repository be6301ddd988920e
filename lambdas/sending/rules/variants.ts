import { createHash } from 'node:crypto';

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
