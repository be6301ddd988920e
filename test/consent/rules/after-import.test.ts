import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidence as evidenceShape } from '#contract/consent.ts';
import type { Evidence, LawfulBasis } from '#contract/consent.ts';
import { afterImport } from '#lambdas/consent/rules/after-import.ts';
import { expiryOf } from '#lambdas/consent/rules/lawful-basis.ts';
import { maySend } from '#lambdas/consent/rules/may-send.ts';
import {
  afterConfirmation,
  afterErasure,
  afterExpiry,
  afterPreferences,
  afterRequest,
  afterStop,
} from '#lambdas/consent/rules/standing-after.ts';
import { standing as storedStanding } from '#lambdas/consent/rules/standing.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import { asked, at, confirmed, id, imported, listId, person, requested, row } from '#test/support/people.ts';

const evidenceFor: Record<LawfulBasis, Evidence> = {
  consent: { basis: 'consent', givenAt: '2026-01-10', how: 'ticked a box in the shop' },
  soft_opt_in: { basis: 'soft_opt_in', soldAt: '2026-01-10', order: 'A-1', product: 'books', optOutShown: true },
  charity_soft_opt_in: { basis: 'charity_soft_opt_in', supportedAt: '2026-01-10', how: 'gave', optOutShown: true },
  implied: { basis: 'implied', impliedFrom: 'purchase', at: '2026-01-10' },
  transactional: { basis: 'transactional', order: 'A-1' },
};

const may = (standing: Standing, now = at(9)) =>
  maySend({ standing, mailbox: undefined, listId, purpose: 'campaign', now });
const unsubscribed = { reason: 'unsubscribed', channel: 'one_click', at: at(6), entityId: 'person' } as const;

describe('expiryOf (PR-13)', () => {
  it.each([
    ['purchase', '2026-11-24', '2028-11-25T00:00:00.000Z'],
    ['contract', '2024-02-29', '2026-03-01T00:00:00.000Z'],
    ['inquiry', '2026-08-31', '2027-03-01T00:00:00.000Z'],
    ['inquiry', '2026-05-24', '2026-11-25T00:00:00.000Z'],
  ] as const)('%s of %s ends at %s', (impliedFrom, day, ends) =>
    expect(expiryOf({ basis: 'implied', impliedFrom, at: day })).toBe(ends),
  );

  it('is of implied consent alone', () => {
    for (const basis of ['consent', 'soft_opt_in', 'charity_soft_opt_in', 'transactional'] as const)
      expect(expiryOf(evidenceFor[basis])).toBeUndefined();
  });
});

describe('somebody new in a file', () => {
  it.each(['consent', 'soft_opt_in', 'charity_soft_opt_in', 'implied'] as const)(
    'may be mailed on %s, and the ledger says what it rests on',
    (basis) => {
      const { standing, event, came } = imported({ evidence: evidenceFor[basis] });
      expect(came).toMatchObject({ as: 'added', mailable: true });
      expect(may(standing)).toEqual({ send: true, tracked: { open: false, click: false } });
      expect(event).toMatchObject({ state: 'given', channel: 'import', lawfulBasis: basis, entityId: 'client' });
      expect(event.imported).toEqual({ importId: 'importimport0001', line: 2 });
    },
  );

  it('without evidence is not mailable, and the ledger says that nothing is known (PR-07)', () => {
    const { standing, event, came } = imported();
    expect(came).toMatchObject({ as: 'added', mailable: false });
    expect(event).toMatchObject({ state: 'unknown', purposes: [{ purpose: 'marketing_email', state: 'unknown' }] });
    expect(event).not.toHaveProperty('lawfulBasis');
    expect(may(standing)).toEqual({ send: false, because: 'not_mailable' });
    // Nor are they asked to opt in (PR-13).
    expect(maySend({ standing, mailbox: undefined, listId, purpose: 'confirm', now: at(9) }).send).toBe(false);
  });

  it('whom a contract alone is known of gets no marketing', () => {
    const { standing, came } = imported({ evidence: evidenceFor.transactional });
    expect(came.as === 'added' && came.mailable).toBe(false);
    expect(may(standing)).toEqual({ send: false, because: 'orders_only' });
  });

  it('whose implied consent is over already is not mailable', () => {
    const { standing, event } = imported({ evidence: { basis: 'implied', impliedFrom: 'inquiry', at: '2026-05-01' } });
    expect(event.state).toBe('expired');
    expect(may(standing)).toEqual({ send: false, because: 'basis_expired' });
  });

  it('is kept as any item is: read back, it is the same', () => {
    const { standing } = imported({ evidence: evidenceFor.implied });
    expect(storedStanding().parse(JSON.parse(JSON.stringify(standing)))).toEqual(standing);
  });
});

describe('the clock', () => {
  it.each([
    ['purchase', '2024-11-25', '2026-11-25T23:59:59.999Z', '2026-11-26T00:00:00.000Z'],
    ['contract', '2024-11-25', '2026-11-25T23:59:59.999Z', '2026-11-26T00:00:00.000Z'],
    ['inquiry', '2026-05-25', '2026-11-25T23:59:59.999Z', '2026-11-26T00:00:00.000Z'],
  ] as const)('ends what was implied by a %s of %s after its last day', (impliedFrom, day, last, after) => {
    const { standing } = imported({ evidence: { basis: 'implied', impliedFrom, at: day } });
    expect(may(standing, last).send).toBe(true);
    expect(may(standing, after)).toEqual({ send: false, because: 'basis_expired' });
    expect(afterExpiry(standing, listId, last)).toBeUndefined();
    const ended = afterExpiry(standing, listId, after)!;
    expect(ended.event).toMatchObject({ state: 'expired', channel: 'expiry', lawfulBasis: 'implied' });
    expect(may(ended.standing, after)).toEqual({ send: false, because: 'basis_expired' });
    expect(afterExpiry(ended.standing, listId, after)).toBeUndefined();
  });

  it('ends no consent', () => {
    expect(afterExpiry(imported({ evidence: evidenceFor.consent }).standing, listId, '2099-01-01T00:00:00.000Z')).toBe(
      undefined,
    );
    expect(afterExpiry(confirmed().standing, listId, '2099-01-01T00:00:00.000Z')).toBeUndefined();
  });
});

describe('somebody who said no (CS-11)', () => {
  const { ada, standing } = confirmed();
  const left = afterPreferences(standing, listId, [], at(4))!.standing;
  const noes = [
    afterStop(standing, unsubscribed)!.standing,
    afterStop(standing, { ...unsubscribed, reason: 'complaint' })!.standing,
    afterStop(standing, { ...unsubscribed, reason: 'hard_bounce' })!.standing,
    afterErasure(standing, at(4))!.standing,
    left,
  ];
  it.each(noes.map((no) => [no.stopped?.reason ?? 'left the list', no] as const))(
    'stays so after %s, whatever a file brings',
    (_, no) => {
      for (const evidence of [undefined, ...Object.values(evidenceFor)])
        expect(afterImport(no, ada.known, row({ evidence }), ada.sealFor)).toEqual({ as: 'suppressed' });
    },
  );

  it('of one list may be brought to another', () => {
    const other = id();
    const came = imported({ listId: other, evidence: evidenceFor.consent }, ada, left);
    expect(came.standing.lists[listId]?.status).toBe('unsubscribed');
    expect(came.standing.lists[other]?.status).toBe('subscribed');
  });
});

describe('somebody who is there already', () => {
  it('keeps a consent of their own: the profile changes, and the ledger has nothing to tell', () => {
    const { ada, standing } = confirmed(undefined, ['marketing_email', 'open_tracking']);
    for (const evidence of [undefined, ...Object.values(evidenceFor)]) {
      const came = afterImport(standing, ada.known, row({ evidence }), ada.sealFor);
      expect(came).toMatchObject({ as: 'updated', mailable: true });
      if (!('write' in came) || !came.write || !('profile' in came.write)) throw new Error('it was told to the ledger');
      const { profile } = came.write;
      expect({ ...profile, sealed: '', importedAt: '', lists: {} }).toEqual({
        ...standing,
        sealed: '',
        importedAt: '',
        lists: {},
      });
      expect(may(profile)).toEqual(may(standing));
      expect(profile.lists[listId]?.basis).toBeUndefined();
    }
  });

  it('gets a basis that carries further, and only such a one', () => {
    const order = ['implied', 'soft_opt_in', 'consent'] as const;
    for (const [held, heldBasis] of order.entries())
      for (const [brought, basis] of order.entries()) {
        const { ada, standing } = imported({ evidence: evidenceFor[heldBasis] });
        const again = row({ evidence: evidenceFor[basis], importId: id(), at: at(7) });
        const came = afterImport(standing, ada.known, again, ada.sealFor);
        expect('write' in came && came.write && 'step' in came.write).toBe(brought > held);
      }
  });

  it('is mailable once evidence comes, and implied consent is renewed by a later purchase', () => {
    const unproven = imported();
    const proven = imported({ importId: id(), evidence: evidenceFor.implied }, unproven.ada, unproven.standing);
    expect(proven.event.state).toBe('given');
    expect(may(proven.standing).send).toBe(true);
    const later = { ...evidenceFor.implied, at: '2026-06-01' };
    const renewed = imported({ importId: id(), evidence: later }, proven.ada, proven.standing);
    expect(renewed.event).toMatchObject({ state: 'renewed', basisExpiresAt: '2028-06-02T00:00:00.000Z' });
  });

  it('who has yet to confirm may confirm all the same, and that is consent', () => {
    const { ada, step, pending } = requested();
    const came = imported({ evidence: evidenceFor.implied }, ada, step.standing);
    expect(came.came.as).toBe('added');
    expect(came.standing.expiresAt).toBeUndefined();
    expect(came.standing.lists[listId]?.pending).toEqual(pending);
    const given = afterConfirmation(came.standing, listId, pending, at(8), ada.sealFor);
    expect(may(given.standing, '2099-01-01T00:00:00.000Z').send).toBe(true);
    expect(given.event).toMatchObject({ state: 'renewed', lawfulBasis: 'consent' });
  });
});

describe('a row that is read again', () => {
  it('counts as it did, writes nothing, and its double is a duplicate', () => {
    const bases = [undefined, ...Object.values(evidenceFor)];
    fc.assert(
      fc.property(fc.constantFrom(...bases), fc.integer({ min: 2, max: 9 }), (evidence, line) => {
        const { ada, standing, came } = imported({ evidence, line });
        const again = afterImport(standing, ada.known, row({ evidence, line }), ada.sealFor);
        expect(again).toEqual({ as: came.as, mailable: 'mailable' in came && came.mailable });
        expect(afterImport(standing, ada.known, row({ evidence, line: line + 1 }), ada.sealFor)).toEqual({
          as: 'duplicate',
        });
      }),
    );
  });

  it('counts as it did when the person said no in between', () => {
    const { ada, standing } = imported({ evidence: evidenceFor.consent });
    const gone = afterStop(standing, unsubscribed)!.standing;
    expect(afterImport(gone, ada.known, row(), ada.sealFor)).toEqual({ as: 'added', mailable: true });
    expect(may(gone).send).toBe(false);
  });
});

describe('who was imported', () => {
  it('unsubscribes as anybody does, and the event does not claim a consent', () => {
    const { standing } = imported({ evidence: evidenceFor.soft_opt_in });
    const { event, standing: gone } = afterStop(standing, unsubscribed)!;
    expect(event.lawfulBasis).toBe('soft_opt_in');
    expect(may(gone)).toEqual({ send: false, because: 'unsubscribed' });
  });

  it('gives consent by ticking the box again, and not by leaving it ticked', () => {
    const { ada, standing } = imported({ evidence: evidenceFor.implied });
    expect(afterPreferences(standing, listId, ['marketing_email'], at(6))).toBeUndefined();
    const ended = afterExpiry(standing, listId, '2028-03-01T00:00:00.000Z')!.standing;
    const back = afterPreferences(ended, listId, ['marketing_email'], '2028-03-02T00:00:00.000Z')!;
    expect(back.event).toMatchObject({ state: 'given', lawfulBasis: 'consent' });
    expect(may(back.standing, '2099-01-01T00:00:00.000Z').send).toBe(true);
    const again = afterRequest(ended, ada.known, asked(), ada.sealFor, 1);
    expect(again.standing.expiresAt).toBeUndefined();
  });
});

describe('evidence', () => {
  it('is refused without what its basis needs (PR-07, PR-12)', () => {
    for (const given of Object.values(evidenceFor)) {
      expect(evidenceShape().safeParse(given).success).toBe(true);
      for (const key of Object.keys(given).filter((each) => each !== 'basis'))
        expect(evidenceShape().safeParse({ ...given, [key]: undefined }).success).toBe(false);
    }
    expect(evidenceShape().safeParse({ ...evidenceFor.soft_opt_in, optOutShown: false }).success).toBe(false);
  });
});

it('keeps what is personal under the key of the person', () => {
  const { event, standing } = imported({ evidence: evidenceFor.soft_opt_in }, person());
  expect(JSON.stringify([event, standing.lists])).not.toContain('A-1');
});
