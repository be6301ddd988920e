import { memberPartitions } from '#lambdas/platform/keys/directory.ts';
import type { MembersStore } from './members-store.ts';
import type { Member } from './rules/member-of.ts';
import { shareUpTo } from './rules/sampled.ts';

/** Partitions that are read at once. */
const together = 8;

export interface Walk {
  readonly members: readonly Member[];
  /** Partitions' worth of the list that were read, of 64. */
  readonly read: number;
}

/**
 * The first members of a list, up to about `most`: whole partitions one after the other, and of a large list a part of
 * each. Ids are random, so that what is read is a fair sample.
 */
export async function walkMembers(
  members: Pick<MembersStore, 'page'>,
  listId: string,
  most: number,
  status?: Member['status'],
): Promise<Walk> {
  const found: Member[] = [];
  let read = 0;
  for (let start = 0; start < memberPartitions && found.length < most; start += together) {
    const partitions = Array.from({ length: together }, (_, at) => start + at);
    const limit = Math.ceil((most - found.length) / together);
    const pages = await Promise.all(partitions.map((each) => members.page(listId, each, { limit, status })));
    for (const page of pages) {
      found.push(...page.members);
      read += page.last === undefined ? 1 : shareUpTo(page.last);
    }
  }
  return { members: found, read };
}
