import { expect, it } from 'vitest';
import { unbroken } from '#lambdas/platform/page/unbroken.ts';

it.each([
  ['What Harbour Books may send you', 'Harbour Books', 'What Harbour\u00a0Books may send you'],
  ['The Harbour Books letter of Harbour Books', 'Harbour Books', 'The Harbour\u00a0Books letter of Harbour\u00a0Books'],
  ['Stop all mail?', undefined, 'Stop all mail?'],
  ['Stop all mail?', '', 'Stop all mail?'],
  // Wider than a narrow page: better broken than cut off.
  ['Mail from The Whitby Reading Circle', 'The Whitby Reading Circle', 'Mail from The Whitby Reading Circle'],
  ['A $& B', '$& B', 'A $&\u00a0B'],
])('%s (%s)', (text, name, expected) => {
  expect(unbroken(text, name)).toBe(expected);
});
