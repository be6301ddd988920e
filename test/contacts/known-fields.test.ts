import { describe, expect, it } from 'vitest';
import { formContent } from '#contract/sign-up.ts';
import { unionOf } from '#lambdas/contacts/rules/known-fields.ts';
import { letterForm } from '#test/support/believable.ts';

describe('unionOf', () => {
  it('has each field once, and a form has its say before an import', () => {
    const shelf = { key: 'shelf', label: 'Shelf', type: 'choice', options: ['history', 'poems'] } as const;
    const form = formContent.parse({ ...letterForm('R5vNc8JdPz1HsYq4'), ownFields: [shelf] });
    const declared = [
      { key: 'shelf', type: 'text' },
      { key: 'visits', type: 'number' },
    ] as const;
    expect(unionOf([form, form], declared)).toEqual([
      { key: 'first_name', type: 'text' },
      { key: 'last_name', type: 'text' },
      { key: 'shelf', type: 'choice' },
      { key: 'visits', type: 'number' },
    ]);
  });

  it('knows the names of everybody, whatever was asked for', () => {
    expect(unionOf([], []).map(({ key }) => key)).toEqual(['first_name', 'last_name']);
  });
});
