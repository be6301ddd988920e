import { afterAll, beforeAll, expect, it } from 'vitest';
import { endExpired } from '#lambdas/contacts/end-expired.ts';
import { keepMembers } from '#lambdas/contacts/keep-members.ts';
import { membersStore } from '#lambdas/contacts/members-store.ts';
import { standingStore } from '#lambdas/consent/standing-store.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { consentTable } from '#lambdas/platform/keys/consent.ts';
import { directoryTable } from '#lambdas/platform/keys/directory.ts';
import { ledgerTable } from '#lambdas/platform/keys/ledger.ts';
import { confirmed, id, imported, person } from '#test/support/people.ts';
import { ownTables } from '#test/support/tables.ts';

let drop: () => Promise<void>;
beforeAll(async () => {
  drop = await ownTables(consentTable, ledgerTable, directoryTable);
});
afterAll(() => drop());

const stores = () => ({ standings: standingStore(documentClient()), members: membersStore(documentClient()) });

/** Kept as the ledger's stream would have it kept. */
async function index(contactId: string) {
  const { standings, members } = stores();
  const standing = (await standings.ofContact(contactId))!;
  const told = { contactId, addressKey: standing.addressKey, seq: standing.seq, state: 'given', channel: 'import' };
  await keepMembers(told as Parameters<typeof keepMembers>[0], { standings, members });
}

async function bring(at?: string) {
  const ada = { ...person() };
  const known = { ...ada.known, addressKey: id() + id().slice(0, 6) };
  const evidence = at === undefined ? undefined : ({ basis: 'implied', impliedFrom: 'inquiry', at } as const);
  const { standing, event } = imported({ evidence }, { ...ada, known });
  expect(await stores().standings.commit(undefined, { standing, event })).toBe('committed');
  await index(standing.contactId);
  return standing;
}

it('writes once whose basis has run out, and of nobody else', async () => {
  const over = await Promise.all([bring('2026-06-01'), bring('2026-06-02'), bring('2026-06-03')]);
  const going = await bring('2026-10-01');
  const without = await bring();
  const own = confirmed().standing;
  await stores().members.keep({
    v: 1,
    listId: 'lettersletters01',
    contactId: own.contactId,
    clientId: own.clientId,
    addressKey: own.addressKey,
    status: 'subscribed',
    purposes: [],
    since: '2026-01-01T00:00:00.000Z',
    seq: 2,
  });
  const logged: unknown[] = [];
  const app = {
    ...stores(),
    clock: { now: () => '2026-12-05T00:05:00.000Z' },
    log: { info: (_: string, fields: unknown) => void logged.push(fields), error: () => {} },
  };
  expect(await endExpired(app)).toBe(3);
  // The index still names them: their members were not written yet.
  expect(await endExpired(app)).toBe(0);
  for (const { contactId } of over) {
    await index(contactId);
    const chain = await stores().standings.chain(contactId);
    expect(chain.map(({ state }) => state)).toEqual(['given', 'expired']);
  }
  for (const { contactId } of [going, without]) expect(await stores().standings.chain(contactId)).toHaveLength(1);
  const left = await endExpired({ ...app, clock: { now: () => '2026-12-06T00:05:00.000Z' } });
  expect([left, logged]).toEqual([0, [{ ended: 3 }, { ended: 0 }, { ended: 0 }]]);
});
