import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { domainName } from '#contract/senders.ts';
import { isOperators, subdomainsFor } from '#lambdas/clients/rules/operator-domain.ts';

describe('a sub-domain of the operator’s', () => {
  it.each([
    ['Harbour Books', ['harbour-books.mail.example.com', 'harbour-books-0a1b2c.mail.example.com']],
    ['Café Größe & Söhne', ['cafe-grosse-sohne.mail.example.com', 'cafe-grosse-sohne-0a1b2c.mail.example.com']],
    ['書店', ['client-0a1b2c.mail.example.com']],
    ['Bounce', ['bounce-0a1b2c.mail.example.com']],
  ])('for %s', (brand, names) => {
    expect(subdomainsFor(brand, '0a1b2c', 'mail.example.com')).toEqual(names);
  });

  it('is a domain below the operator’s, whatever the brand', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (brand) => {
        const names = subdomainsFor(brand, '0a1b2c', 'mail.example.com');
        expect(names.length).toBeGreaterThan(0);
        for (const name of names) {
          expect(domainName.safeParse(name).success).toBe(true);
          expect(isOperators(name, 'mail.example.com')).toBe(true);
        }
      }),
    );
  });
});

it.each([
  ['mail.example.com', true],
  ['news.mail.example.com', true],
  ['example.com', false],
  ['email.example.com', false],
  ['mail.example.com.evil.example', false],
])('%s is the operator’s: %s', (domain, its) => {
  expect(isOperators(domain, 'mail.example.com')).toBe(its);
});
