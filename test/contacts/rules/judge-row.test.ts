import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importSettings } from '#contract/contacts.ts';
import { judgeRow } from '#lambdas/contacts/rules/judge-row.ts';
import type { Reading } from '#lambdas/contacts/rules/judge-row.ts';
import { refusedHeader, refusedRows } from '#lambdas/contacts/rules/refused-rows.ts';

const columns = ['mail', 'name', 'visits', 'since', 'card', 'agreed', 'order'];
const settings = importSettings.parse({
  mapping: [
    { column: 0, to: 'address' },
    { column: 1, to: { field: { key: 'first_name', type: 'text' } } },
    { column: 2, to: { field: { key: 'visits', type: 'number' } } },
    { column: 3, to: { field: { key: 'since', type: 'date' } } },
    { column: 4, to: { field: { key: 'card', type: 'box' } } },
    { column: 5, to: 'evidence.date' },
    { column: 6, to: 'evidence.reference' },
  ],
  provenance: {
    source: 'shop',
    where: 'the till',
    from: '2026-01-01',
    until: '2026-10-01',
    notice: 'We send you our letter.',
    attestedBy: 'Emeka Obi',
    attests: true,
  },
  evidence: { basis: 'soft_opt_in', soldAt: '2026-01-01', order: 'all', product: 'books', optOutShown: true },
  language: 'en',
});
const reading: Reading = { columns, settings, today: '2026-11-24' };
const judge = (...cells: string[]) => judgeRow({ line: 7, cells }, reading);

describe('a row', () => {
  it('becomes an address, fields of their types, and evidence of its own', () => {
    expect(judge(' Ada@Example.NET ', 'Ada', '3,5', '24.11.1980', 'Ja', '2026-03-01T10:00:00Z', 'A-7')).toEqual({
      good: {
        line: 7,
        address: 'Ada@example.net',
        canonical: 'ada@example.net',
        fields: { first_name: 'Ada', visits: 3.5, since: '1980-11-24', card: true },
        evidence: { basis: 'soft_opt_in', soldAt: '2026-03-01', order: 'A-7', product: 'books', optOutShown: true },
      },
    });
  });

  it('may leave cells out: what is not there is no field, and evidence that is missing is none', () => {
    expect(judge('ada@example.net')).toEqual({
      good: { line: 7, address: 'ada@example.net', canonical: 'ada@example.net', fields: {} },
    });
    expect(judge('ada@example.net', '', '', '', '', '2026-03-01', '')).not.toHaveProperty('good.evidence');
  });

  it('has no evidence when the file has none, whatever stands in its columns', () => {
    const { evidence: _none, ...bare } = settings;
    const judged = judgeRow(
      { line: 2, cells: ['ada@example.net', '', '', '', '', '2026-03-01', 'A-7'] },
      { ...reading, settings: bare },
    );
    expect(judged).not.toHaveProperty('good.evidence');
  });

  it.each([
    ['no address', ['', 'Ada'], 'there is no address'],
    ['two addresses', ['ada@a.org; ben@a.org'], 'space'],
    ['a name in brackets', ['Ada<ada@a.org>'], 'not an address'],
    ['no @', ['ada.example.net'], 'no @'],
    ['letters that mail does not have', ['jörg@a.org'], 'before the @'],
    ['a domain for examples', ['ada@shop.invalid'], 'reserved'],
    ['more cells than headings', ['ada@a.org', 'Ada', '1', '', '', '', '', 'x'], '8 cells, and the first line has 7'],
    ['NUL', ['ada@a.org', 'A\0da'], 'NUL'],
    ['bytes that are no characters', ['ada@a.org', 'J\ufffdrg'], 'mixes encodings'],
    ['a number in words', ['ada@a.org', '', 'many'], 'visits is not a number'],
    ['a number that is two', ['ada@a.org', '', '1,234'], 'visits is not a number'],
    ['a date that is two', ['ada@a.org', '', '', '03/04/2026'], 'since is not a date'],
    ['a day that there is not', ['ada@a.org', '', '', '2026-02-31'], 'since is not a date'],
    ['a box with words', ['ada@a.org', '', '', '', 'maybe'], 'neither yes nor no'],
    ['evidence of no day', ['ada@a.org', '', '', '', '', 'last week'], 'date of the evidence'],
    ['evidence of tomorrow', ['ada@a.org', '', '', '', '', '2026-11-25'], 'still to come'],
    ['a long text', ['ada@a.org', 'x'.repeat(201)], 'first_name is longer than 200'],
    ['a text that would turn a line round', ['ada@a.org', 'A\u202eda'], 'control character'],
  ])('with %s is refused, and says why', (_, cells, because) => {
    const judged = judge(...cells);
    expect('refused' in judged && judged.refused.line).toBe(7);
    expect('refused' in judged && judged.refused.because).toContain(because);
  });

  it('has no line breaks in its values: they stand in subjects', () => {
    expect(judge('ada@a.org', 'Ada\r\nBcc: eve@a.org\t!')).toMatchObject({
      good: { fields: { first_name: 'Ada Bcc: eve@a.org !' } },
    });
  });

  it('takes formulas as the text that they are', () => {
    expect(judge('ada@a.org', '=1+1')).toMatchObject({ good: { fields: { first_name: '=1+1' } } });
  });

  it('is judged whatever stands in it', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 9 }), (cells) => {
        const judged = judge(...cells);
        if ('refused' in judged) expect(judged.refused.because).toMatch(/^[a-z0-9_]/);
        else expect(judged.good.canonical).toBe(judged.good.address.toLowerCase());
      }),
    );
  });
});

describe('the report of refused rows', () => {
  it('is CSV that no spreadsheet runs', () => {
    expect(refusedHeader).toBe('\ufeffline,reason,cell\r\n');
    expect(
      refusedRows([
        { line: 3, because: 'there is no address' },
        { line: 4, because: 'a cell has a NUL character in it', value: '=HYPERLINK("https://evil.example")\0' },
        { line: 5, because: 'first_name is longer than 200 characters', value: 'x'.repeat(100_000) },
      ]),
    ).toBe(
      [
        '3,there is no address,',
        `4,a cell has a NUL character in it,"'=HYPERLINK(""https://evil.example"")\u2400"`,
        `5,first_name is longer than 200 characters,${'x'.repeat(200)}…`,
        '',
      ].join('\r\n'),
    );
  });
});
