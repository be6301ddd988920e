import { memberPartitions } from '#lambdas/platform/keys/directory.ts';

/** As DynamoDB sorts them. */
const sorted = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';

/**
 * How much of a partition has been read up to this contact. Ids are random, and a partition is those with one first
 * character: the characters after it say how far one is on the way.
 */
export function shareUpTo(contactId: string): number {
  let share = 0;
  let weight = 1;
  for (const character of contactId.slice(1, 5)) {
    weight /= sorted.length;
    share += sorted.indexOf(character) * weight;
  }
  return share + weight;
}

/** What a part of a list is read of. */
export interface Sample {
  /** Partitions' worth of it. */
  readonly read: number;
  readonly matched: number;
}

/** About how many there are in all. */
export const inAll = ({ read, matched }: Sample): { about: number; exact: boolean } =>
  read >= memberPartitions
    ? { about: matched, exact: true }
    : { about: Math.round(read > 0 ? (matched * memberPartitions) / read : 0), exact: false };
