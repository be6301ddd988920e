import { beforeAll, describe, expect, it } from 'vitest';
import { ApiProblem } from '#contract/client.ts';
import { listAuditEvents } from '#contract/clients.ts';
import { createSegment, deleteSegment, estimateSegment, listSegments, searchContacts } from '#contract/contacts.ts';
import type { Filter } from '#contract/contacts.ts';
import { rested, startedImport } from '#test/support/imports.ts';
import { approvedClient, publishedForm } from '#test/support/set-up.ts';
import { newClientUser, newOperator } from '#test/support/sign-in.ts';
import type { Api } from '#test/support/sign-in.ts';
import { soon } from '#test/support/stored.ts';

let operator: Api;
let user: Api;
let params: { clientId: string; listId: string };

const problemOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiProblem)) throw new Error('the API did not say no', { cause: error });
  return error.problem;
};

/** Forty people of two towns, of whom ten may not be mailed. */
beforeAll(async () => {
  operator = await newOperator();
  const form = await publishedForm(operator);
  params = { clientId: form.clientId, listId: form.listId };
  user = await newClientUser(operator, form.clientId);
  const rows = Array.from({ length: 40 }, (_, at) => {
    const town = at % 2 === 0 ? 'Köln' : 'Whitby';
    return `p${at * 7}@${at < 12 ? 'mill.example-shop.org' : 'harbour.org'},${town},${at},${at < 10 ? '' : '2026-06-01'}`;
  });
  const file = Buffer.from(['email,city,visits,consent date', ...rows, ''].join('\n'));
  const evidence = { basis: 'implied', impliedFrom: 'purchase', at: '2026-06-01' } as const;
  const done = await rested(user, await startedImport(user, params, file, { evidence }));
  expect(done).toMatchObject({ status: 'done', counts: { added: 40, notMailable: 10 } });
  await soon(
    () => user(searchContacts, { params, body: { domain: 'h' } }),
    ({ items, looked }) => looked === 40 && items.length === 28,
  );
});

const estimated = (filter: Filter) => user(estimateSegment, { params, body: { filter } });

describe('an estimate', () => {
  it('of a small list is exact, and of those who may be mailed', async () => {
    const all = await estimated({ op: 'basis', basis: 'implied' });
    expect(all).toMatchObject({ about: 30, exact: true, looked: 30 });
    expect(all.samples).toHaveLength(10);
    expect(all.samples[0]).toMatchObject({
      lists: [{ listId: params.listId, status: 'subscribed', basis: 'implied' }],
    });
  });

  it('looks at what people told', async () => {
    const found = await estimated({
      op: 'and',
      of: [
        { op: 'field', key: 'city', is: 'equals', value: 'köln' },
        { op: 'field', key: 'visits', is: 'above', value: 30 },
      ],
    });
    expect(found).toMatchObject({ about: 4, exact: true });
    expect(found.samples.map(({ fields }) => fields.visits).sort()).toEqual([32, 34, 36, 38]);
  });

  it('is refused for what the list cannot tell', async () => {
    expect(await problemOf(estimated({ op: 'field', key: 'shoe', is: 'known' }))).toMatchObject({
      code: 'invalid_fields',
      fields: [{ path: 'filter.key' }],
    });
  });
});

describe('a segment', () => {
  it('is kept, listed and dropped', async () => {
    const { clientId, listId } = params;
    const body = {
      listId,
      name: 'Whitby',
      filter: { op: 'field', key: 'city', is: 'equals', value: 'Whitby' } as const,
    };
    const made = await user(createSegment, { params: { clientId }, body });
    expect(await user(listSegments, { params: { clientId } })).toEqual({ items: [made] });
    const of = { params: { clientId, segmentId: made.segmentId } };
    await user(deleteSegment, of);
    expect(await user(listSegments, { params: { clientId } })).toEqual({ items: [] });
    expect(await problemOf(user(deleteSegment, of))).toMatchObject({ code: 'not_found' });
    const { items } = await user(listAuditEvents, { params: { clientId }, query: { limit: 2 } });
    expect(items.map(({ action }) => action)).toEqual(['segment.deleted', 'segment.created']);
  });

  it('is of the own lists only', async () => {
    const clientId = await approvedClient(operator);
    const stranger = await newClientUser(operator, clientId);
    const body = { listId: params.listId, name: 'Theirs', filter: { op: 'since' } as const };
    expect(await problemOf(stranger(createSegment, { params: { clientId }, body }))).toMatchObject({
      code: 'not_found',
    });
    const foreign = { params: { clientId, listId: params.listId }, body: { domain: 'h' } };
    expect(await problemOf(stranger(searchContacts, foreign))).toMatchObject({ code: 'not_found' });
  });
});

describe('a search', () => {
  it('finds a person by address, with what they gave and why they may be written to', async () => {
    const found = await user(searchContacts, { params, body: { address: 'P70@mill.example-shop.org' } });
    expect(found.items).toMatchObject([
      {
        address: 'p70@mill.example-shop.org',
        fields: { city: 'Köln', visits: 10 },
        lists: [{ status: 'subscribed', basis: 'implied', basisExpiresAt: '2028-06-02T00:00:00.000Z' }],
      },
    ]);
    expect(await user(searchContacts, { params, body: { address: 'nobody@harbour.org' } })).toMatchObject({
      items: [],
    });
  });

  it('finds people by how their domain begins, those too who may not be mailed', async () => {
    const found = await user(searchContacts, { params, body: { domain: 'Mill.' } });
    expect(found).toMatchObject({ looked: 40, more: false });
    expect(found.items).toHaveLength(12);
    expect(found.items.filter(({ lists }) => lists[0]?.status === 'not_mailable')).toHaveLength(10);
  });

  it('wants one or the other, and of an operator a reason', async () => {
    for (const body of [{}, { address: 'a@b.org', domain: 'b' }, { domain: ' ' }])
      expect(await problemOf(user(searchContacts, { params, body }))).toMatchObject({ code: 'invalid_fields' });
    expect(await problemOf(operator(searchContacts, { params, body: { domain: 'm' } }))).toMatchObject({
      code: 'reason_required',
    });
  });
});
