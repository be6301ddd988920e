import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeAddress } from '#lambdas/sign-up/rules/address.ts';

describe('an address as typed (requirements.md section 7)', () => {
  it.each([
    ['ada@harbourbooks.com', 'ada@harbourbooks.com', 'ada@harbourbooks.com'],
    ['  ada@harbourbooks.com ', 'ada@harbourbooks.com', 'ada@harbourbooks.com'],
    // AD-02: what SES is given keeps its case; what it is known by does not.
    ['Ada.Lovelace@Harbourbooks.COM', 'Ada.Lovelace@harbourbooks.com', 'ada.lovelace@harbourbooks.com'],
    // AD-04
    ['ada@bücher.de', 'ada@xn--bcher-kva.de', 'ada@xn--bcher-kva.de'],
    ["o'neill+list@harbourbooks.com", "o'neill+list@harbourbooks.com", "o'neill+list@harbourbooks.com"],
  ])('%s is taken', (typed, address, canonical) => {
    expect(judgeAddress(typed)).toEqual({ ok: true, address, canonical });
  });

  it('stays apart from others that some mailbox would take for the same (AD-03)', () => {
    const known = ['a.b@gmail.com', 'ab@gmail.com', 'ab+x@gmail.com', 'ab@googlemail.com'].map(judgeAddress);
    expect(new Set(known.map((each) => each.ok && each.canonical)).size).toBe(4);
  });

  it.each([
    ['', 'missing'],
    ['   ', 'missing'],
    ['ada lovelace@harbourbooks.com', 'has_space'],
    ['ada@harbourbooks.com\r\nBcc: mallory@harbourbooks.com', 'has_space'],
    ['ada', 'no_at'],
    ['@harbourbooks.com', 'no_at'],
    ['ada@', 'no_at'],
    ['"ada"@harbourbooks.com', 'unusual_form'], // AD-05
    ['ada(work)@harbourbooks.com', 'unusual_form'],
    ['ada@[192.0.2.1]', 'unusual_form'],
    ['àda@harbourbooks.com', 'not_ascii'], // AD-04
    ['ada\u0000@harbourbooks.com', 'not_ascii'],
    [`${'a'.repeat(65)}@harbourbooks.com`, 'too_long'], // AD-01
    [`ada@${'a.'.repeat(126)}com`, 'too_long'],
    ['ada@harbourbooks', 'not_an_address'],
    ['ada@@harbourbooks.com', 'not_an_address'],
    ['ada@-harbourbooks.com', 'not_an_address'],
    ['ada@harbourbooks.test', 'reserved_domain'], // ML-12
    ['ada@localhost.localhost', 'reserved_domain'],
  ])('%j: %s', (typed, problem) => {
    expect(judgeAddress(typed)).toEqual({ ok: false, problem });
  });

  it('can never put a second line, or a second address, into a header', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.emailAddress(), (noise, email) => {
        for (const typed of [noise, noise + email, email + noise, `${noise}@${email.split('@')[1]}`]) {
          const judged = judgeAddress(typed);
          if (!judged.ok) continue;
          expect(judged.address).toMatch(/^[\x21-\x7e]+$/);
          expect(judged.address).not.toMatch(/[<>,;:"()[\]\\]/);
          expect(judged.address.split('@')).toHaveLength(2);
        }
      }),
    );
  });
});
