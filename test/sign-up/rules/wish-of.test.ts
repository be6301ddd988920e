import { describe, expect, it } from 'vitest';
import { formContent } from '#contract/sign-up.ts';
import { wishOf, withoutConsent } from '#lambdas/sign-up/rules/wish-of.ts';
import { letterForm } from '#test/support/believable.ts';
import { listId } from '#test/support/people.ts';

const content = formContent().parse({
  ...letterForm(listId),
  fields: { firstName: 'required', lastName: 'optional' },
  ownFields: [
    { key: 'shop', label: 'Which shop?', type: 'choice', options: ['Whitby', 'Hull'] },
    { key: 'books', label: 'Books a year', type: 'number' },
    { key: 'since', label: 'Reader since', type: 'date' },
    { key: 'member', label: 'I am a member.', type: 'box' },
    { key: 'note', label: 'A note', type: 'text' },
  ],
  boxes: { marketing_email: 'Send me the letter.', open_tracking: 'You may count whether I open it.' },
  minimumAge: 16,
});
const right = { email: 'ada@harbourbooks.com', first_name: 'Ada', marketing_email: 'on', age: 'on' };

describe('what a person wishes', () => {
  it('is read as the form asks for it', () => {
    const typed = {
      ...right,
      last_name: ' Lovelace ',
      shop: 'Hull',
      books: '12,5',
      since: '2024-02-29',
      member: 'on',
      note: '',
    };
    expect(wishOf(content, typed)).toEqual({
      ok: true,
      address: 'ada@harbourbooks.com',
      canonical: 'ada@harbourbooks.com',
      fields: {
        first_name: 'Ada',
        last_name: 'Lovelace',
        shop: 'Hull',
        books: 12.5,
        since: '2024-02-29',
        member: true,
      },
      purposes: ['marketing_email'],
    });
  });

  it('is exactly the boxes that were ticked, each by itself', () => {
    expect(wishOf(content, { ...right, open_tracking: 'on' })).toMatchObject({
      purposes: ['marketing_email', 'open_tracking'],
    });
    expect(wishOf(content, { ...right, open_tracking: 'off' })).toMatchObject({ purposes: ['marketing_email'] });
    // A box that the form does not have is no consent, whoever posts it.
    expect(wishOf(content, { ...right, click_tracking: 'on' })).toMatchObject({ purposes: ['marketing_email'] });
  });

  it.each([
    [{ first_name: '' }, { first_name: 'required' }],
    [{ marketing_email: '' }, { marketing_email: 'box_needed' }],
    [{ age: undefined }, { age: 'age_needed' }],
    [{ shop: 'London' }, { shop: 'not_an_option' }],
    [{ books: 'many' }, { books: 'not_a_number' }],
    [{ books: '1e9' }, { books: 'not_a_number' }],
    [{ since: '2026-02-30' }, { since: 'not_a_date' }],
    [{ since: 'yesterday' }, { since: 'not_a_date' }],
    [{ note: 'x'.repeat(201) }, { note: 'too_long_text' }],
    [{ admin: 'on' }, { admin: 'unknown' }],
    [
      { email: '', first_name: '' },
      { email: 'missing', first_name: 'required' },
    ],
  ])('%j: %j', (typed, issues) => {
    expect(wishOf(content, { ...right, ...typed })).toEqual({ ok: false, issues });
  });

  it.each(['\u0000', '\r\n', '\u0085', '\u2028', '\u2029', '\u202e', '\u2066'])('hides nothing: %j', (hidden) => {
    const typed = { ...right, first_name: `A${hidden}da`, note: `a${hidden}b` };
    expect(wishOf(content, typed)).toEqual({
      ok: false,
      issues: { first_name: 'hidden_character', note: 'hidden_character' },
    });
  });

  it.each([undefined, '', 'no', 'off', false, 0])('lacks a box of the form that has to be ticked: %j', (terms) => {
    const ownFields = [{ key: 'terms', label: 'I have read the terms.', type: 'box', required: true }] as const;
    const asking = formContent().parse({ ...letterForm(listId), ownFields });
    const typed = { email: right.email, marketing_email: 'on' };
    expect(wishOf(asking, { ...typed, terms })).toEqual({ ok: false, issues: { terms: 'own_box_needed' } });
    expect(wishOf(asking, { ...typed, terms: 'on' })).toMatchObject({ ok: true, fields: { terms: true } });
    expect(wishOf(asking, { ...typed, terms: true })).toMatchObject({ ok: true, fields: { terms: true } });
  });

  it('may leave any other box of the form as it is', () => {
    expect(wishOf(content, { ...right, member: false })).toMatchObject({ ok: true, fields: { member: false } });
  });

  it('is shown again without what was agreed to', () => {
    expect(withoutConsent(right)).toEqual({ email: 'ada@harbourbooks.com', first_name: 'Ada' });
  });
});

describe("a form's own fields", () => {
  it.each([
    'email',
    'shown',
    'challenge',
    'first_name',
    'website',
    'age',
    'marketing_email',
    'constructor',
    '__proto__',
  ])('are never called %s', (key) => {
    const ownFields = [{ key, label: 'x', type: 'text' }];
    expect(formContent().safeParse({ ...letterForm(listId), ownFields }).success).toBe(false);
  });
});
