import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestsStore } from '#lambdas/forwarding/digests-store.ts';
import { sendDigests } from '#lambdas/forwarding/send-digests.ts';
import { stopDigest } from '#lambdas/forwarding/stop-digest.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { deliveryTable } from '#lambdas/platform/keys/delivery.ts';
import { clientIndexKey, directoryTable, listKey } from '#lambdas/platform/keys/directory.ts';
import type { Mail } from '#lambdas/platform/mail-transport.ts';
import { byTest, digestOn } from '#test/support/audited.ts';
import { harbourBooks } from '#test/support/believable.ts';
import { confirmed, id, listId } from '#test/support/people.ts';
import { ownTables } from '#test/support/tables.ts';

let drop: () => Promise<void>;
beforeAll(async () => {
  drop = await ownTables(deliveryTable, directoryTable);
});
afterAll(() => drop());

const yesterday = '2026-11-23T09:00:00.000Z';

/** Clients with their digests on, and a transport that keeps what it is given. */
async function setUp(...brands: string[]) {
  return setUpAs('approved', brands, yesterday);
}

async function setUpAs(status: 'approved' | 'suspended', brands: string[], confirmedAt?: string) {
  const db = documentClient();
  const digests = digestsStore(db);
  const put = (Item: Record<string, unknown>) =>
    db.send(new PutCommand({ TableName: tableName(directoryTable), Item }));
  const clients = await Promise.all(
    brands.map(async (brand) => {
      const clientId = id();
      const acceptableUse = { ...harbourBooks.acceptableUse, acceptedAt: '2026-11-01T00:00:00.000Z' };
      const known = { ...harbourBooks, acceptableUse, brand, clientId, status, language: 'en' };
      await put({ ...clientIndexKey(clientId), v: 1, ...known, createdAt: '2026-11-01T00:00:00.000Z' });
      await put({ ...listKey(clientId, listId), v: 1, title: 'the Harbour Books letter' });
      const on = digestOn(`post-${clientId}@example.net`, confirmedAt);
      await digests.change(clientId, undefined, on, byTest(clientId));
      return clientId;
    }),
  );
  const mails: Mail[] = [];
  const refuses = new Set<string>();
  const run = (date: string) =>
    sendDigests({
      clock: { now: () => `${date}T06:00:00.000Z` },
      log: { info: () => {}, error: () => {} },
      digests,
      transport: {
        send: (mail) => {
          if (refuses.has(mail.client.clientId)) return Promise.reject(new Error('throttled'));
          if (clients.includes(mail.client.clientId)) mails.push(mail);
          return Promise.resolve({ sent: true, sesMessageId: 'm' });
        },
      },
      publicUrl: () => 'https://mail.example.com',
    });
  return { digests, clients, mails, refuses, run };
}

const someone = (clientId: string) => ({ ...confirmed().events[1], clientId });

describe('the daily digest', () => {
  it('counts who came and went, each event once, with no address of anybody', async () => {
    const { digests, clients, mails, run } = await setUp('Harbour Books');
    const [clientId] = clients as [string];
    const ada = someone(clientId);
    for (let told = 0; told < 3; told++) await digests.note(ada, 'subscription.confirmed');
    await digests.note(someone(clientId), 'subscription.confirmed');
    await digests.note({ ...ada, seq: 3, listId: undefined }, 'subscription.withdrawn');
    await run('2026-11-25');
    expect(mails).toMatchObject([
      {
        purpose: 'digest',
        to: `post-${clientId}@example.net`,
        tracked: false,
        subject: 'Harbour Books: who came and went, 24 November 2026',
      },
    ]);
    expect(mails[0]!.text).toBe(`Harbour Books, 24 November 2026

the Harbour Books letter
  2 people confirmed

All mail from you
  1 stopped

Their addresses are not in this mail, which anybody could forward. Take them out as a CSV file, with your log-in:
https://mail.example.com/v1/clients/${clientId}/exports

You get this once a day, when there is something to tell. Switch it off where your forwarding is set up.
`);
    expect(`${mails[0]!.text}${mails[0]!.html}`).not.toContain('@');
  });

  it('is sent once a day, however often the clock strikes, and not at all when nothing happened', async () => {
    const { digests, clients, mails, run } = await setUp('Harbour Books');
    await digests.note(someone(clients[0]!), 'subscription.confirmed');
    await Promise.all([run('2026-11-25'), run('2026-11-25'), run('2026-11-25')]);
    await run('2026-11-25');
    await run('2026-11-26');
    expect(mails).toHaveLength(1);
  });

  it('is not sent for a client that was suspended', async () => {
    const { digests, clients, mails, run } = await setUpAs('suspended', ['Harbour Books'], yesterday);
    await digests.note(someone(clients[0]!), 'subscription.confirmed');
    await run('2026-11-25');
    expect(mails).toEqual([]);
  });

  it('is not sent to an address that has not confirmed', async () => {
    const { digests, clients, mails, run } = await setUpAs('approved', ['Harbour Books']);
    await digests.note(someone(clients[0]!), 'subscription.confirmed');
    await run('2026-11-25');
    expect(mails).toEqual([]);
  });

  it.each(['hard_bounce', 'complaint'] as const)(
    'stops after a %s of one, once, and is written down',
    async (reason) => {
      const { digests, clients, mails, run } = await setUp('Harbour Books');
      const [clientId] = clients as [string];
      await digests.note(someone(clientId), 'subscription.confirmed');
      await run('2026-11-25');
      const { messageId } = mails[0]!;
      const app = { clock: { now: () => '2026-11-25T07:00:00.000Z' }, ids: { next: id }, digests };
      await Promise.all([1, 2, 3].map(() => stopDigest(app, { clientId, messageId, reason })));
      const { setting, revision } = (await digests.find(clientId))!;
      expect(setting).toMatchObject({ enabled: false, disabledBecause: expect.any(String) as string });
      expect(setting.confirmedAt).toBeUndefined();
      expect(revision).toBe(2);
      await digests.note({ ...someone(clientId), at: '2026-11-25T09:00:00.000Z' }, 'subscription.confirmed');
      await run('2026-11-26');
      expect(mails).toHaveLength(1);
    },
  );

  it('is not changed by whoever did not know of a change', async () => {
    const { digests, clients } = await setUp('Harbour Books');
    const [clientId] = clients as [string];
    const seen = await digests.find(clientId);
    const off = { enabled: false, askedAt: [] };
    expect(await digests.change(clientId, seen, off, byTest(clientId))).toBe(true);
    expect(await digests.change(clientId, seen, digestOn('a@example.net'), byTest(clientId))).toBe(false);
    expect(await digests.change(clientId, undefined, digestOn('a@example.net'), byTest(clientId))).toBe(false);
    expect((await digests.find(clientId))?.setting).toEqual(off);
  });

  it('of a client whose mail SES does not take holds up no other, and tells of those days later', async () => {
    const { digests, clients, mails, refuses, run } = await setUp('Acme Coffee', 'Harbour Books');
    const [acme, harbour] = clients as [string, string];
    for (const clientId of clients) await digests.note(someone(clientId), 'subscription.confirmed');
    refuses.add(acme);
    await expect(run('2026-11-25')).rejects.toThrow('1 digests were not sent');
    expect(mails.map(({ client }) => client.clientId)).toEqual([harbour]);
    refuses.clear();
    await run('2026-11-26');
    expect(mails.map(({ client, subject }) => [client.clientId, subject])).toEqual([
      [harbour, 'Harbour Books: who came and went, 24 November 2026'],
      [acme, 'Acme Coffee: who came and went, 24 November 2026 to 25 November 2026'],
    ]);
  });
});
