import { disposableEmailBlocklist } from 'disposable-email-domains-js';
import { describe, expect, it } from 'vitest';
import { disposableDomains } from '#lambdas/sign-up/rules/disposable-domains.ts';
import { digestOf, isDisposable, packed, unpacked } from '#lambdas/sign-up/rules/is-disposable.ts';

const domains = disposableEmailBlocklist();

describe('a disposable domain (AD-07)', () => {
  it('is known, whatever stands before it', () => {
    expect(domains.filter((domain) => !isDisposable(domain))).toEqual([]);
    expect(isDisposable('eu.mailinator.com')).toBe(true);
  });

  it.each(['gmail.com', 'example.net', 'harbourbooks.example', 'com', 'web.de', 'orange.fr'])('is not %s', (domain) => {
    expect(isDisposable(domain)).toBe(false);
  });

  it('is in the list of the package in use: `npx vitest -u` writes the file anew', async () => {
    // Another Node may pack the same otherwise: what holds them all, and no more, stays.
    const wanted = new Set(domains.map(digestOf));
    const held = unpacked(disposableDomains);
    const same = held.length === wanted.size && held.every((digest) => wanted.has(digest));
    const file = [
      '/** From disposable-email-domains-js, CC0. Written by test/sign-up/rules/is-disposable.test.ts. */',
      'export const disposableDomains =',
      `  '${same ? disposableDomains : packed(domains)}';`,
      '',
    ].join('\n');
    await expect(file).toMatchFileSnapshot('../../../lambdas/sign-up/rules/disposable-domains.ts');
  });
});
