import { describe, expect, it } from 'vitest';
import { membersOf } from '#lambdas/contacts/rules/member-of.ts';
import { afterExpiry, afterPreferences, afterRequest, afterStop } from '#lambdas/consent/rules/standing-after.ts';
import { asked, at, confirmed, id, imported, listId, requested } from '#test/support/people.ts';

describe('membersOf', () => {
  it('is nobody before they confirmed', () => {
    expect(membersOf(requested().step.standing)).toEqual([]);
  });

  it('is a person on each list that they confirmed, without anything personal', () => {
    const { ada, standing } = confirmed();
    const again = afterRequest(standing, ada.known, asked(['marketing_email'], { listId: id() }), ada.sealFor, 1);
    const members = membersOf(again.standing);
    expect(members).toMatchObject([
      { listId, contactId: standing.contactId, status: 'subscribed', basis: 'consent', seq: 3, since: at(2) },
    ]);
    expect(JSON.stringify(members)).not.toMatch(/@|salt|sealed/);
  });

  it('is a person who left, as such, whichever way they went', () => {
    const { standing } = confirmed();
    const stop = { reason: 'complaint', channel: 'complaint', at: at(5), entityId: 'ses' } as const;
    for (const { standing: now } of [afterPreferences(standing, listId, [], at(3))!, afterStop(standing, stop)!])
      expect(membersOf(now)).toMatchObject([{ listId, status: 'unsubscribed', seq: 3 }]);
  });

  it('is somebody who was imported, with their basis and until when it holds', () => {
    const evidence = { basis: 'implied', impliedFrom: 'inquiry', at: '2026-11-01' } as const;
    const { standing } = imported({ evidence });
    const ends = '2027-05-02T00:00:00.000Z';
    expect(membersOf(standing)).toMatchObject([{ status: 'subscribed', basis: 'implied', basisExpiresAt: ends }]);
    const ended = afterExpiry(standing, listId, ends)!.standing;
    expect(membersOf(ended)).toMatchObject([{ status: 'not_mailable', basis: 'implied', basisExpiresAt: undefined }]);
  });

  it('is somebody without evidence, whom nobody mails', () => {
    expect(membersOf(imported().standing)).toMatchObject([{ status: 'not_mailable', basis: undefined }]);
    const orders = imported({ evidence: { basis: 'transactional', order: 'A-1' } }).standing;
    expect(membersOf(orders)).toMatchObject([{ status: 'not_mailable', basis: 'transactional' }]);
  });
});
