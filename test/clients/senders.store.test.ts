import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendersStore } from '#lambdas/clients/senders-store.ts';
import type { KeptSender } from '#lambdas/clients/senders-store.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { directoryTable } from '#lambdas/platform/keys/directory.ts';
import { byTest } from '#test/support/audited.ts';
import { id } from '#test/support/people.ts';
import { ownTables } from '#test/support/tables.ts';

let drop: () => Promise<void>;
beforeAll(async () => {
  drop = await ownTables(directoryTable);
});
afterAll(() => drop());

const at = '2026-11-24T09:00:00.000Z';
const audit = ({ clientId }: KeptSender) => byTest(clientId, at);
const sender = (overrides: Partial<KeptSender> = {}): KeptSender => ({
  v: 1,
  clientId: id(),
  domain: `mail.${id().toLowerCase().replaceAll(/[_-]/g, 'x')}.example`,
  owner: 'client',
  status: 'waiting',
  found: [],
  createdAt: at,
  ...overrides,
});

async function setup() {
  const store = sendersStore(documentClient());
  const kept = sender();
  await store.claim(kept, audit(kept));
  return { store, kept };
}

const ready = (from: KeptSender, turn: string): KeptSender => ({
  ...from,
  status: 'ready',
  readySince: at,
  checkedAt: at,
  turn,
});
const broken = (from: KeptSender, turn: string): KeptSender => ({
  ...from,
  status: 'broken',
  readySince: undefined,
  checkedAt: at,
  turn,
});

describe('a domain', () => {
  it('is one client’s, however many ask for it at once', async () => {
    const store = sendersStore(documentClient());
    const { domain } = sender();
    const claims = await Promise.all(
      Array.from({ length: 5 }, () => sender({ domain })).map((each) => store.claim(each, audit(each))),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('is free once it is removed, and removed once', async () => {
    const { store, kept } = await setup();
    const other = sender({ domain: kept.domain });
    expect(await store.claim(other, audit(other))).toBe(false);
    expect(await store.remove(kept, audit(kept))).toBe(true);
    expect(await store.remove(kept, audit(kept))).toBe(false);
    expect(await store.find(kept.clientId, kept.domain)).toBeUndefined();
    expect((await store.of(kept.clientId, { limit: 10 })).items).toEqual([]);
    expect(await store.claim(other, audit(other))).toBe(true);
    expect(await store.remove(kept, audit(kept))).toBe(false);
    expect(await store.find(other.clientId, other.domain)).toEqual(other);
  });

  it('is among all that are looked at until it is removed', async () => {
    const { store, kept } = await setup();
    const all = async () => {
      const found: string[] = [];
      for await (const claims of store.all(1)) found.push(...claims.map(({ domain }) => domain));
      return found;
    };
    expect(await all()).toContain(kept.domain);
    await store.remove(kept, audit(kept));
    expect(await all()).not.toContain(kept.domain);
  });
});

describe('what a look found', () => {
  it('is kept by the first of two who looked at the same time', async () => {
    const { store, kept } = await setup();
    expect(await store.keepLook(kept, ready(kept, 'one'), audit(kept))).toBe(true);
    expect(await store.keepLook(kept, broken(kept, 'two'), audit(kept))).toBe(false);
    expect(await store.find(kept.clientId, kept.domain)).toEqual(ready(kept, 'one'));
  });

  it('brings no domain back that was removed meanwhile', async () => {
    const { store, kept } = await setup();
    await store.remove(kept, audit(kept));
    expect(await store.keepLook(kept, ready(kept, 'one'), audit(kept))).toBe(false);
    expect(await store.keepKey(kept, { tokens: ['one'], zone: 'dkim.amazonses.com' })).toBe(false);
    expect(await store.close(kept)).toBe(false);
    expect(await store.find(kept.clientId, kept.domain)).toBeUndefined();
  });

  it('forgets since when it was ready, once it broke', async () => {
    const { store, kept } = await setup();
    const first = ready(kept, 'one');
    await store.keepLook(kept, first, audit(kept));
    await store.keepLook(first, broken(first, 'two'), audit(kept));
    expect((await store.find(kept.clientId, kept.domain))?.readySince).toBeUndefined();
  });

  it('counts as told for the turn that was told, and not for a later one', async () => {
    const { store, kept } = await setup();
    const first = broken(kept, 'one');
    await store.keepLook(kept, first, audit(kept));
    expect(await store.told(first)).toBe(true);
    await store.keepLook(first, ready(first, 'two'), audit(kept));
    expect(await store.told(first)).toBe(false);
    expect(await store.find(kept.clientId, kept.domain)).toMatchObject({ turn: 'two', toldOf: 'one' });
  });
});

it('with another key is not ready until that is found', async () => {
  const { store, kept } = await setup();
  await store.keepLook(kept, ready(kept, 'one'), audit(kept));
  await store.keepKey(kept, { tokens: ['other'], zone: 'dkim.amazonses.com' });
  const found = await store.find(kept.clientId, kept.domain);
  expect(found).toMatchObject({ status: 'waiting', found: [] });
  expect(found?.readySince).toBeUndefined();
});
