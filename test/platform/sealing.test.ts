import { describe, expect, it } from 'vitest';
import { open, seal, sealer } from '#lambdas/platform/sealing.ts';

const place = { contactId: 'contactcontact01', seq: 3 };
const details = { address: 'ada@example.net', fields: { first_name: 'Ada' } };
const sealing = sealer('secret');

describe('sealed details', () => {
  const salt = sealing.newSalt();
  const key = sealing.keyOf(salt, place.contactId);
  const sealed = seal(key, place, details);

  it('open with the key of the contact', () => {
    expect(open(key, place, sealed)).toEqual(details);
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('ada');
  });

  it.each([
    ['another salt: what an erasure leaves', sealing.keyOf(sealing.newSalt(), place.contactId), place],
    ['another deployment', sealer('other').keyOf(salt, place.contactId), place],
    ['another place in the chain', key, { ...place, seq: 4 }],
    ['another contact', key, { ...place, contactId: 'contactcontact02' }],
  ])('do not open with %s', (_, otherKey, otherPlace) => {
    expect(() => open(otherKey, otherPlace, sealed)).toThrow();
  });
});
