import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from '#contract/clients.ts';
import { clientsStore } from '#lambdas/clients/store.ts';
import { auditTrail } from '#lambdas/platform/audit.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { auditKey, directoryTable } from '#lambdas/platform/keys/directory.ts';
import { harbourBooks } from '#test/support/believable.ts';
import { id } from '#test/support/people.ts';
import { ownTables } from '#test/support/tables.ts';

let drop: () => Promise<void>;
beforeAll(async () => {
  drop = await ownTables(directoryTable);
});
afterAll(() => drop());

const now = '2026-11-24T09:00:00.000Z';

/** A client of long ago, and what was done to it at these times. */
async function setUp(createdAt: string, ...times: string[]) {
  const db = documentClient();
  const store = clientsStore(db);
  const client: Client = {
    ...harbourBooks,
    language: 'en',
    clientId: id(),
    status: 'approved',
    acceptableUse: { ...harbourBooks.acceptableUse, acceptedAt: createdAt },
    createdAt,
  };
  for (const at of times)
    await auditTrail(db, { clock: { now: () => at }, ids: { next: id } }).write({
      clientId: client.clientId,
      actor: 'noor.haddad',
      action: 'form.changed',
      subject: 'formformformform',
    });
  const page = (limit: number, pageToken?: string, at = now) => store.auditEvents(client, at, { limit, pageToken });
  /** Every page from the newest on. */
  async function pages(limit: number): Promise<string[][]> {
    const read: string[][] = [];
    let token: string | undefined;
    do {
      const { items, nextPageToken } = await page(limit, token);
      read.push(items.map((item) => item.at));
      token = nextPageToken;
    } while (token !== undefined && read.length < 50);
    return read;
  }
  return { client, page, pages };
}

const may = '2025-05-02T10:00:00.000Z';
const june = '2026-06-30T23:59:59.999Z';
const october = ['2026-10-01T00:00:00.000Z', '2026-10-31T12:00:00.000Z'] as const;
const november = '2026-11-01T00:00:00.000Z';

describe('the audit trail of a client', () => {
  it('is read over months, newest first, back to its beginning', async () => {
    const { pages } = await setUp(may, may, june, ...october, november);
    expect((await pages(100)).flat()).toEqual([november, october[1], october[0], june, may]);
  });

  it.each([1, 2, 3, 4, 5])('says each event once, %i a page', async (limit) => {
    const { pages } = await setUp(may, may, june, ...october, november);
    const read = await pages(limit);
    expect(read.flat()).toEqual([november, october[1], october[0], june, may]);
    for (const items of read) expect(items.length).toBeLessThanOrEqual(limit);
  });

  it('goes on where it was when a month has begun since, and new events have come', async () => {
    const { page } = await setUp(may, may, june, ...october, november);
    const { nextPageToken } = await page(2);
    const { items } = await page(2, nextPageToken, '2026-12-03T00:00:00.000Z');
    expect(items.map(({ at }) => at)).toEqual([october[0], june]);
  });

  it('is found behind years in which nothing was done', async () => {
    const { pages } = await setUp('2019-01-31T00:00:00.000Z', '2019-01-31T00:00:00.000Z');
    expect((await pages(10)).flat()).toEqual(['2019-01-31T00:00:00.000Z']);
  });

  it('holds nothing of another client, and takes no token of it', async () => {
    const ours = await setUp(may, may, november);
    const theirs = await setUp(may, june, november);
    expect((await ours.pages(10)).flat()).toEqual([november, may]);
    const { nextPageToken } = await theirs.page(1);
    await expect(ours.page(1, nextPageToken)).rejects.toThrow('is not a page token of this listing');
  });

  it('refuses an event that was altered to another shape', async () => {
    const { client, page } = await setUp(november);
    const Item = { ...auditKey(client.clientId, november, id()), v: 2, at: november };
    await documentClient().send(new PutCommand({ TableName: tableName(directoryTable), Item }));
    await expect(page(10)).rejects.toThrow();
  });
});
