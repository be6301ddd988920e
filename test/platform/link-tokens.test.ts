import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  confirmToken,
  digestToken,
  linkTokens,
  parseConfirmToken,
  parseDigestToken,
  secretHashOf,
} from '#lambdas/platform/link-tokens.ts';

const target = { addressKey: 'A'.repeat(22), listId: 'lettersletters01' };
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const letter = fc.nat(alphabet.length - 1).map((place) => alphabet.charAt(place));

describe('links to unsubscribe and to preferences', () => {
  const links = linkTokens({ k1: 'first key' });

  it('lead back to the address and list, in 60 characters that fit a local part', () => {
    const token = links.linkToken('unsubscribe', target);
    expect(token).toHaveLength(60);
    expect(links.parseLinkToken('unsubscribe', token)).toEqual(target);
  });

  it('go on working after the key was changed (CS-06)', () => {
    const old = links.linkToken('unsubscribe', target);
    const rotated = linkTokens({ k1: 'first key', k2: 'second key' });
    expect(rotated.parseLinkToken('unsubscribe', old)).toEqual(target);
    expect(rotated.currentKeyId).toBe('k2');
    expect(rotated.parseLinkToken('unsubscribe', rotated.linkToken('unsubscribe', target))).toEqual(target);
  });

  it('are of one kind only', () => {
    expect(links.parseLinkToken('preferences', links.linkToken('unsubscribe', target))).toBeUndefined();
  });

  it('fail when any single character is altered', () => {
    const token = links.linkToken('unsubscribe', target);
    fc.assert(
      fc.property(fc.nat(token.length - 1), letter, (place, other) => {
        fc.pre(token[place] !== other);
        expect(
          links.parseLinkToken('unsubscribe', token.slice(0, place) + other + token.slice(place + 1)),
        ).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it('are refused whatever text comes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(links.parseLinkToken('unsubscribe', text)).toBeUndefined();
      }),
    );
  });
});

describe('links of a digest', () => {
  it('carry whose it is and a 256-bit secret, of which the hash alone is looked at', () => {
    const secret = Buffer.alloc(32, 7);
    const token = digestToken('harbourbooks0001', secret);
    expect(token).toMatch(/^[\w-]{59}$/);
    expect(parseDigestToken(token)).toEqual({ clientId: 'harbourbooks0001', secretHash: secretHashOf(secret) });
  });

  it('are refused whatever text comes', () => {
    fc.assert(fc.property(fc.string(), (text) => parseDigestToken(text) === undefined));
  });
});

describe('confirm links', () => {
  const links = linkTokens({ k1: 'first key' });
  const request = { addressKey: target.addressKey, contactId: 'contactcontact01', seq: 1 };

  it('carry a 256-bit secret, of which the hash alone is looked at', () => {
    const secret = links.confirmSecret('k1', request);
    expect(secret).toHaveLength(32);
    const token = confirmToken(request.addressKey, secret);
    expect(token).toHaveLength(64);
    expect(parseConfirmToken(token)).toEqual({ addressKey: request.addressKey, secretHash: secretHashOf(secret) });
  });

  it('are others for every request', () => {
    expect(links.confirmSecret('k1', request).equals(links.confirmSecret('k1', { ...request, seq: 2 }))).toBe(false);
  });

  it('say which key is missing', () => {
    expect(() => links.confirmSecret('k9', request)).toThrow('the link secret no longer holds k9');
  });
});
