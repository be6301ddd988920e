import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fieldsStore } from '#lambdas/contacts/fields-store.ts';
import { importsStore } from '#lambdas/contacts/imports-store.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { directoryTable } from '#lambdas/platform/keys/directory.ts';
import { ledgerTable } from '#lambdas/platform/keys/ledger.ts';
import { begun } from '#test/support/import-world.ts';
import { at, id, listId, notice } from '#test/support/people.ts';
import { byTest } from '#test/support/audited.ts';
import { ownTables } from '#test/support/tables.ts';

let drop: () => Promise<void>;
beforeAll(async () => {
  drop = await ownTables(directoryTable, ledgerTable);
});
afterAll(() => drop());

const store = () => importsStore(documentClient());
const file = Buffer.from('email\nada@laden.org\n');
const audit = () => byTest('harbourbooks0001', at(1));

async function kept() {
  const fresh = { ...begun(file), importId: id() };
  await store().add(fresh, audit());
  return (await store().find(fresh.clientId, fresh.importId))!;
}

describe('an import in the table', () => {
  it('is moved by one of two runs that read the same turn, even within a millisecond', async () => {
    const from = await kept();
    const to = { ...from, counts: { ...from.counts, rows: 1 }, progress: { ...from.progress!, turn: 2 } };
    expect([await store().change(from, to), await store().change(from, to)]).toEqual([true, false]);
    expect(await store().find(from.clientId, from.importId)).toEqual(to);
    const { progress: _over, ...done } = to;
    expect(await store().change(to, { ...done, status: 'done' })).toBe(true);
    expect(await store().change(to, { ...done, status: 'done' })).toBe(false);
  });

  it('is started with its notice, its fields and its audit event, or not at all', async () => {
    const { progress: _later, ...ready } = await kept();
    const from = { ...ready, status: 'ready' as const, importId: id() };
    await store().add(from, audit());
    const shown = { ...notice, noticeId: id() };
    const fields = (before: number) =>
      fieldsStore(documentClient()).declare('harbourbooks0001', listId, before, [{ key: 'city', type: 'text' }]);
    const to = { ...from, status: 'checking' as const, touchedAt: at(2) };
    // Another import declared fields since they were read.
    expect(await store().start(from, to, { notice: shown, fields: fields(3) }, audit())).toBe(false);
    expect(await store().start(from, to, { notice: shown, fields: fields(0) }, audit())).toBe(true);
    expect(await store().start(from, to, { notice: shown, fields: fields(1) }, audit())).toBe(false);
    expect(await fieldsStore(documentClient()).declared('harbourbooks0001', listId)).toEqual([
      { key: 'city', type: 'text' },
    ]);
  });
});
