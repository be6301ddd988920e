/** The message of one person: the same, however often sending is begun. */
export const messageIdOf = (campaignId: string, contactId: string): string => `${campaignId}-${contactId}`;

/** A batch, as what its messages are counted under: its people keep their places in it. */
export const partOf = (lane: number, batch: number): string => `${lane}-${batch}`;
