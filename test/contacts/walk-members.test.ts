import { describe, expect, it } from 'vitest';
import { memberKey, memberPartition, memberPartitions } from '#lambdas/platform/keys/directory.ts';
import type { Member } from '#lambdas/contacts/rules/member-of.ts';
import { inAll, shareUpTo } from '#lambdas/contacts/rules/sampled.ts';
import { walkMembers } from '#lambdas/contacts/walk-members.ts';
import { id, listId } from '#test/support/people.ts';

const member = (contactId: string): Member => ({
  ...{ v: 1, listId, contactId, clientId: 'c', addressKey: contactId, status: 'subscribed' },
  ...{ purposes: [], since: '2026-01-01T00:00:00.000Z', seq: 1 },
});

/** A list as the table holds it: spread by the first character, sorted by bytes. */
function listOf(size: number) {
  const partitions = Array.from({ length: memberPartitions }, (): string[] => []);
  const names = partitions.map((_, at) => memberPartition(listId, at));
  for (let count = 0; count < size; count++) {
    const contactId = id();
    partitions[names.indexOf(memberKey(listId, contactId).pk)]!.push(contactId);
  }
  for (const each of partitions) each.sort((one, other) => (one < other ? -1 : 1));
  return {
    page: (_: string, at: number, { limit = Infinity }: { limit?: number } = {}) => {
      const some = partitions[at]!.slice(0, limit);
      const last = some.length < partitions[at]!.length ? some.at(-1) : undefined;
      return Promise.resolve({ members: some.map(member), last });
    },
  };
}

describe('a sample of a list', () => {
  it('of a small one is all of it', async () => {
    for (const size of [0, 1, 700]) {
      const walk = await walkMembers(listOf(size), listId, 3_000);
      expect(inAll({ read: walk.read, matched: walk.members.length })).toEqual({ about: size, exact: true });
    }
  });

  it.each([20_000, 100_000])('of %i says about how many there are', async (size) => {
    const walk = await walkMembers(listOf(size), listId, 3_000);
    const { about, exact } = inAll({ read: walk.read, matched: walk.members.length });
    expect(exact).toBe(false);
    expect(walk.members.length).toBeLessThan(6_100);
    // Four standard errors of a sample of three thousand.
    expect(Math.abs(about - size) / size).toBeLessThan(0.08);
  });

  it('knows how far an id is on the way through its partition', () => {
    expect(shareUpTo('A-----')).toBeCloseTo(0);
    expect(shareUpTo('AUUUUU')).toBeCloseTo(0.5, 1);
    expect(shareUpTo('Azzzzz')).toBe(1);
  });
});
