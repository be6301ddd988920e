import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filter as filterShape } from '#contract/contacts.ts';
import type { Filter } from '#contract/contacts.ts';
import { filterProblems } from '#lambdas/contacts/rules/filter-problems.ts';
import { asksForFields, matches } from '#lambdas/contacts/rules/matches.ts';
import type { Person } from '#lambdas/contacts/rules/matches.ts';

const ada: Person = {
  since: '2026-03-01T10:00:00.000Z',
  purposes: [
    { purpose: 'marketing_email', state: 'given' },
    { purpose: 'open_tracking', state: 'refused' },
  ],
  basis: 'implied',
  fields: { city: 'Köln', visits: 3.5, born: '1980-11-24', card: true, code: '007', empty: '' },
};

type Is = Extract<Filter, { op: 'field' }>['is'];
const field = (key: string, is: Is, value?: unknown) => ({
  op: 'field',
  key,
  is,
  ...(value === undefined ? {} : { value }),
});

describe('matches', () => {
  it.each([
    [field('city', 'equals', 'Köln'), true],
    // Composed or not, in capitals or not: as people write it.
    [field('city', 'equals', 'KO\u0308LN'), true],
    [field('city', 'equals', 'Koln'), false],
    [field('city', 'differs', 'Bonn'), true],
    [field('city', 'contains', 'öl'), true],
    [field('city', 'begins', 'kö'), true],
    [field('city', 'begins', 'öl'), false],
    [field('visits', 'equals', 3.5), true],
    [field('visits', 'equals', '3.5'), false],
    [field('visits', 'below', 4), true],
    [field('visits', 'below', 3.5), false],
    [field('visits', 'above', 3), true],
    [field('code', 'above', 1), false],
    [field('born', 'before', '1980-11-25'), true],
    [field('born', 'before', '1980-11-24'), false],
    [field('born', 'after', '1979-12-31'), true],
    [field('city', 'after', '1979-12-31'), false],
    [field('card', 'equals', true), true],
    [field('card', 'equals', false), false],
    [field('card', 'equals', 'true'), false],
    [field('empty', 'known'), true],
    [field('city', 'missing'), false],
    // What she never told is not equal to anything, and not different either.
    [field('shelf', 'missing'), true],
    [field('shelf', 'known'), false],
    [field('shelf', 'equals', 'history'), false],
    [field('shelf', 'differs', 'history'), false],
    // What every object has is nobody's field.
    [field('constructor', 'known'), false],
    [field('tostring', 'missing'), true],
    [{ op: 'since', from: '2026-03-01T10:00:00.000Z' }, true],
    [{ op: 'since', until: '2026-03-01T10:00:00.000Z' }, false],
    [{ op: 'since', from: '2026-01-01T00:00:00.000Z', until: '2026-02-01T00:00:00.000Z' }, false],
    [{ op: 'since' }, true],
    [{ op: 'purpose', purpose: 'marketing_email', given: true }, true],
    [{ op: 'purpose', purpose: 'open_tracking', given: true }, false],
    [{ op: 'purpose', purpose: 'open_tracking', given: false }, true],
    [{ op: 'purpose', purpose: 'click_tracking', given: false }, true],
    [{ op: 'basis', basis: 'implied' }, true],
    [{ op: 'basis', basis: 'consent' }, false],
  ])('%j is %s of Ada', (given, meant) => expect(matches(filterShape.parse(given), ada)).toBe(meant));

  const leaf: fc.Arbitrary<Filter> = fc.oneof(
    fc.record({ op: fc.constant('basis' as const), basis: fc.constantFrom('implied' as const, 'consent' as const) }),
    fc.record({
      op: fc.constant('field' as const),
      key: fc.constantFrom('city', 'shelf'),
      is: fc.constantFrom('known' as const, 'missing' as const),
    }),
  );
  const any = fc.letrec<{ any: Filter }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.record({ op: fc.constant('not' as const), of: tie('any') }),
      fc.record({
        op: fc.constantFrom('and' as const, 'or' as const),
        of: fc.array(tie('any'), { minLength: 1, maxLength: 3 }),
      }),
    ),
  })).any;

  it('means everybody either by a filter or by its opposite', () => {
    fc.assert(fc.property(any, (one) => matches({ op: 'not', of: one }, ada) === !matches(one, ada)));
  });

  it('keeps De Morgan’s laws', () => {
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 4 }), (all) => {
        const opposites = all.map((of): Filter => ({ op: 'not', of }));
        expect(matches({ op: 'not', of: { op: 'and', of: all } }, ada)).toBe(matches({ op: 'or', of: opposites }, ada));
      }),
    );
  });

  it('needs no fields of a person when it asks for none', () => {
    fc.assert(
      fc.property(any, (one) => {
        if (!asksForFields(one)) expect(matches(one, { ...ada, fields: {} })).toBe(matches(one, ada));
        expect(asksForFields(one)).toBe(JSON.stringify(one).includes('"op":"field"'));
      }),
    );
  });
});

describe('a filter', () => {
  const nested = (levels: number): unknown => (levels === 1 ? { op: 'since' } : { op: 'not', of: nested(levels - 1) });
  const wide = (conditions: number) => ({
    op: 'or',
    of: Array.from({ length: conditions / 10 }, () => ({
      op: 'and',
      of: Array.from({ length: 9 }, () => ({ op: 'since' })),
    })),
  });

  it('has five levels and fifty conditions at most', () => {
    expect(filterShape.safeParse(nested(5)).success).toBe(true);
    expect(filterShape.safeParse(nested(6)).error?.issues[0]?.message).toContain('5 levels');
    expect(filterShape.safeParse(wide(40)).success).toBe(true);
    expect(filterShape.safeParse(wide(50)).error?.issues[0]?.message).toContain('50 conditions');
  });

  it('is refused, not run out of breath by, when it is as deep as a body can hold', () => {
    expect(filterShape.safeParse(nested(480)).success).toBe(false);
  });

  it.each([
    [{ op: 'field', key: 'City', is: 'known' }],
    [{ op: 'field', key: 'city', is: 'like', value: '%' }],
    [{ op: 'or', of: [] }],
  ])('is not %j', (given) => expect(filterShape.safeParse(given).success).toBe(false));

  const known = [
    { key: 'city', type: 'text' },
    { key: 'visits', type: 'number' },
    { key: 'born', type: 'date' },
    { key: 'card', type: 'box' },
  ] as const;
  it.each([
    [field('town', 'known'), 'filter.key'],
    [field('visits', 'contains', '3'), 'filter.is'],
    [field('city', 'before', '2026-01-01'), 'filter.is'],
    [field('visits', 'equals', '3'), 'filter.value'],
    [{ op: 'not', of: { op: 'and', of: [{ op: 'since' }, field('card', 'equals', 1)] } }, 'filter.of.of.1.value'],
  ])('that asks what a list cannot tell is told where: %j', (given, path) =>
    expect(filterProblems(filterShape.parse(given), known)).toMatchObject([{ path }]),
  );

  it('that fits is taken', () => {
    const fits = [field('born', 'before', '2000-01-01'), field('visits', 'above', 2), field('card', 'equals', true)];
    expect(filterProblems(filterShape.parse({ op: 'and', of: fits }), known)).toEqual([]);
  });
});
