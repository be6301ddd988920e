import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Member } from '#lambdas/contacts/rules/member-of.ts';
import { inBatches, packed, unpacked } from '#lambdas/sending/rules/batches.ts';
import { pick } from '#lambdas/sending/rules/planned-page.ts';
import { isTested, triedOn } from '#lambdas/sending/rules/variants.ts';

const now = '2026-11-24T09:00:00.000Z';
const member = (overrides: Partial<Member> = {}): Member => ({
  v: 1,
  listId: 'lettersletters01',
  contactId: 'contactcontact01',
  clientId: 'harbourbooks0001',
  addressKey: 'A'.repeat(22),
  status: 'subscribed',
  purposes: [{ purpose: 'marketing_email', state: 'given' }],
  since: '2026-01-01T00:00:00.000Z',
  seq: 2,
  ...overrides,
});

describe('whom a campaign is for', () => {
  it.each([
    [{}, undefined],
    [{ status: 'unsubscribed' }, 'unsubscribed'],
    [{ status: 'not_mailable' }, 'not_mailable'],
    [{ basis: 'implied', basisExpiresAt: now }, 'basis_expired'],
    [{ basis: 'implied', basisExpiresAt: '2026-11-24T09:00:00.001Z' }, undefined],
    [{ since: '2026-06-01T00:00:00.000Z' }, 'not_in_segment'],
  ] as const)('%j', (overrides, reason) => {
    const before = { op: 'since', until: '2026-06-01T00:00:00.000Z' } as const;
    const { people, leftOut } = pick([member(overrides)], before, now, () => ({}));
    expect({ people: people.length, leftOut }).toEqual(
      reason === undefined ? { people: 1, leftOut: {} } : { people: 0, leftOut: { [reason]: 1 } },
    );
  });

  it('is asked of what they told only where the filter asks, and of nobody who was erased', () => {
    const named = { op: 'field', key: 'first_name', is: 'equals', value: 'Ada' } as const;
    const two = [member(), member({ contactId: 'contactcontact02' })];
    const fieldsOf = ({ contactId }: Member) => (contactId.endsWith('1') ? { first_name: 'Ada' } : undefined);
    expect(pick(two, named, now, fieldsOf)).toMatchObject({ people: [{}], leftOut: { erased: 1 } });
    expect(pick(two, undefined, now, () => undefined).people).toHaveLength(2);
  });
});

describe('a batch', () => {
  const id = (length: number) =>
    fc.string({ unit: fc.constantFrom('a', 'B', '3', '_', '-'), minLength: length, maxLength: length });
  const people = fc.array(fc.record({ contactId: id(16), addressKey: id(22) }), { maxLength: 120 });

  it('holds at most fifty, and all of them in order', () => {
    fc.assert(
      fc.property(people, (all) => {
        const batches = inBatches(all);
        expect(batches.flat()).toEqual(all);
        for (const batch of batches) expect(batch.length).toBeLessThanOrEqual(50);
        for (const batch of batches) expect(unpacked(packed(batch))).toEqual(batch);
      }),
    );
  });

  it('of fifty is less than two kilobytes, and what is not one is refused', () => {
    const fifty = Array.from({ length: 50 }, () => ({ contactId: 'c'.repeat(16), addressKey: 'a'.repeat(22) }));
    expect(packed(fifty).length).toBeLessThan(1_950);
    expect(() => packed([{ contactId: 'short', addressKey: 'a'.repeat(22) }])).toThrow('5');
    expect(() => unpacked('x'.repeat(39))).toThrow('39');
  });
});

describe('two subjects', () => {
  it('are tried on the share that was asked for, half and half, and on the same people whenever it is asked', () => {
    const contacts = Array.from({ length: 20_000 }, (_, index) => `contact${String(index).padStart(9, '0')}`);
    const campaign = { campaignId: 'campaigncampaig1' };
    const tested = contacts.filter((each) => isTested({ sharePercent: 20 }, campaign, each));
    expect(tested.length / contacts.length).toBeCloseTo(0.2, 1);
    expect(tested.filter((each) => triedOn(campaign.campaignId, each) === 'a').length / tested.length).toBeCloseTo(
      0.5,
      1,
    );
    expect(contacts.filter((each) => isTested({ sharePercent: 100 }, campaign, each))).toHaveLength(20_000);
    const other = contacts.filter((each) => isTested({ sharePercent: 20 }, { campaignId: 'another' }, each));
    expect(other).not.toEqual(tested);
  });
});
