/** Where Firehose puts outcomes of messages, and where it puts what it could not place. */
export const outcomesPrefix = 'outcomes/';
export const unplacedPrefix = 'unplaced/';

/** @param day `2026-11-24` */
export const outcomesOf = (day: string, clientId: string): string => `${outcomesPrefix}day=${day}/client=${clientId}/`;

/** @param prefix of a day: `outcomes/day=2026-11-24/` */
export const dayIn = (prefix: string): string | undefined => /^outcomes\/day=(\d{4}-\d\d-\d\d)\/$/.exec(prefix)?.[1];
