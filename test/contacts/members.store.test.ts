import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepMembers } from '#lambdas/contacts/keep-members.ts';
import { membersStore } from '#lambdas/contacts/members-store.ts';
import { afterPreferences } from '#lambdas/consent/rules/standing-after.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { directoryTable, memberKey, memberPartition, memberPartitions } from '#lambdas/platform/keys/directory.ts';
import { at, confirmed, listId } from '#test/support/people.ts';
import { ownTables } from '#test/support/tables.ts';

let drop: () => Promise<void>;
beforeAll(async () => {
  drop = await ownTables(directoryTable);
});
afterAll(() => drop());

const members = () => membersStore(documentClient());

const partitionOf = (contactId: string) =>
  Array.from({ length: memberPartitions }, (_, index) => memberPartition(listId, index)).indexOf(
    memberKey(listId, contactId).pk,
  );

async function all(limit = 100) {
  const found = [];
  for (let partition = 0; partition < memberPartitions; partition++) {
    let after: string | undefined;
    do {
      const page = await members().page(listId, partition, { after, limit });
      found.push(...page.members);
      after = page.last;
    } while (after);
  }
  return found;
}

describe('the index of members', () => {
  it('has what is true now, whatever message comes late, twice or out of order', async () => {
    const { standing } = confirmed();
    const gone = afterPreferences(standing, listId, [], at(3))!.standing;
    const back = afterPreferences(gone, listId, ['marketing_email'], at(4))!.standing;
    const { contactId, addressKey } = standing;
    const tell = (now: Standing, seq: number) =>
      keepMembers(
        { contactId, addressKey, seq, state: 'given', channel: 'confirm_page' },
        { standings: { find: () => Promise.resolve(now) }, members: members() },
      );
    const mine = async () => (await all()).filter((each) => each.contactId === contactId);
    await tell(standing, 2);
    await tell(back, 4);
    // A worker that read the standing before the others wrote.
    await tell(gone, 3);
    await tell(standing, 2);
    expect(await mine()).toMatchObject([{ status: 'subscribed', seq: 4, since: at(4), addressKey }]);
  });

  it('is read page by page, everybody once', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 150; count++) {
      const { standing } = confirmed();
      ids.push(standing.contactId);
      const { contactId, addressKey } = standing;
      await keepMembers(
        { contactId, addressKey, seq: 2, state: 'given', channel: 'confirm_page' },
        { standings: { find: () => Promise.resolve(standing) }, members: members() },
      );
    }
    const found = (await all(1)).map(({ contactId }) => contactId);
    expect(found.filter((each) => ids.includes(each)).sort()).toEqual(ids.sort());
    const [someone] = ids as [string];
    const partition = partitionOf(someone);
    const gone = await members().page(listId, partition, { status: 'unsubscribed' });
    expect(gone.members.map(({ contactId }) => contactId)).not.toContain(someone);
  });
});
