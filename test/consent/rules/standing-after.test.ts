import { describe, expect, it } from 'vitest';
import { maySend } from '#lambdas/consent/rules/may-send.ts';
import {
  afterConfirmation,
  afterDenial,
  afterErasure,
  afterPreferences,
  afterRequest,
  afterStop,
} from '#lambdas/consent/rules/standing-after.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import { asked, at, listId, requested } from '#test/support/people.ts';

const may = (
  standing: Standing | undefined,
  purpose: 'confirm' | 'welcome' | 'campaign' = 'campaign',
  mailbox?: Parameters<typeof maySend>[0]['mailbox'],
) => maySend({ standing, mailbox, listId, purpose });

function confirmed(purposes: Parameters<typeof requested>[1] = ['marketing_email']) {
  const { ada, step, pending } = requested(undefined, purposes);
  return { ada, standing: afterConfirmation(step.standing, listId, pending, at(2), ada.sealFor).standing, pending };
}

describe('a request', () => {
  it('gives nothing: the person may be asked to confirm, and nothing else', () => {
    const { step } = requested();
    expect(step.event).toMatchObject({ seq: 1, state: 'requested', entityId: 'person' });
    expect(may(step.standing)).toEqual({ send: false, because: 'not_subscribed' });
    expect(may(step.standing, 'confirm')).toMatchObject({ send: true });
  });

  it('goes away by itself when nothing is ever confirmed', () => {
    expect(requested().step.standing.expiresAt).toBe(1_800_000_000);
  });

  it('keeps the hash of its notice once, beside the list that it opens', () => {
    const { step, pending } = requested();
    expect(step.standing.lists[listId]?.noticeSha256).toBe(asked().noticeSha256);
    expect(pending).not.toHaveProperty('noticeSha256');
  });

  it('keeps the hash of a notice that is not the one of the subscription', () => {
    const { ada, standing } = confirmed();
    const newer = 'n'.repeat(43);
    const earlier = { ...standing.lists[listId]!, noticeSha256: newer };
    const again = requested(ada, ['marketing_email'], { ...standing, lists: { [listId]: earlier } });
    expect(again.pending.noticeSha256).toBe(asked().noticeSha256);
    const after = afterConfirmation(again.step.standing, listId, again.pending, at(5), ada.sealFor);
    expect(after.event.noticeSha256).toBe(asked().noticeSha256);
    expect(after.standing.lists[listId]?.noticeSha256).toBe(asked().noticeSha256);
  });

  it('leaves a subscription as it is until its own confirmation', () => {
    const { ada, standing } = confirmed(['marketing_email', 'open_tracking']);
    const again = requested(ada, ['marketing_email'], standing).step.standing;
    expect(again.lists[listId]?.status).toBe('subscribed');
    expect(may(again)).toEqual({ send: true, tracked: { open: true, click: false } });
    expect(again.expiresAt).toBeUndefined();
  });
});

describe('a confirmation', () => {
  it('names the notice that was shown, of a request that an earlier release wrote too', () => {
    const { ada, step, pending } = requested();
    const { noticeSha256 } = asked();
    const written = [pending, { ...pending, noticeSha256 }];
    for (const each of written) {
      const { event, standing } = afterConfirmation(step.standing, listId, each, at(2), ada.sealFor);
      expect(event.noticeSha256).toBe(noticeSha256);
      expect(standing.lists[listId]?.noticeSha256).toBe(noticeSha256);
    }
  });

  it('covers exactly the boxes that were ticked', () => {
    const { standing } = confirmed(['marketing_email', 'click_tracking']);
    expect(standing.lists[listId]?.purposes).toEqual([
      { purpose: 'marketing_email', state: 'given' },
      { purpose: 'open_tracking', state: 'refused' },
      { purpose: 'click_tracking', state: 'given' },
    ]);
    expect(may(standing)).toEqual({ send: true, tracked: { open: false, click: true } });
  });

  it('is kept for good: its links have to work for ever (CS-06)', () => {
    expect(confirmed().standing.expiresAt).toBeUndefined();
  });

  it('lifts an earlier unsubscribing, which nothing else does (CS-12)', () => {
    const { ada, standing } = confirmed();
    const stopped = afterStop(standing, {
      reason: 'unsubscribed',
      channel: 'one_click',
      at: at(3),
      entityId: 'person',
    })!.standing;
    const asking = requested(ada, ['marketing_email'], stopped);
    expect(may(asking.step.standing)).toEqual({ send: false, because: 'unsubscribed' });
    const back = afterConfirmation(asking.step.standing, listId, asking.pending, at(5), ada.sealFor).standing;
    expect(back.stopped).toBeUndefined();
    expect(may(back)).toMatchObject({ send: true });
  });

  it('says renewed when the person was subscribed already', () => {
    const { ada, standing } = confirmed();
    const again = requested(ada, ['marketing_email'], standing);
    expect(afterConfirmation(again.step.standing, listId, again.pending, at(4), ada.sealFor).event.state).toBe(
      'renewed',
    );
  });
});

describe('an erasure', () => {
  const { ada, standing } = confirmed();
  const erased = afterErasure(standing, at(3))!;

  it('leaves of the person a keyed hash that is not mailed, and nothing that opens what was sealed', () => {
    expect(erased.standing).toEqual({
      v: 1,
      clientId: ada.known.clientId,
      addressKey: ada.known.addressKey,
      contactId: ada.known.contactId,
      confirmedAt: standing.confirmedAt,
      seq: 3,
      headHash: erased.event.hash,
      lists: {},
      stopped: { reason: 'erased', at: at(3) },
    });
    expect(may(erased.standing)).toEqual({ send: false, because: 'erased' });
  });

  it('is an event of the chain like any other, without a word about the person', () => {
    expect(erased.event).toMatchObject({ seq: 3, channel: 'erasure', prevHash: standing.headHash });
    expect(erased.event.sealed).toBeUndefined();
  });

  it('is done once, and no form undoes it', () => {
    expect(afterErasure(erased.standing, at(4))).toBeUndefined();
    const again = requested(ada, ['marketing_email'], erased.standing).step.standing;
    expect(may(again, 'confirm')).toEqual({ send: false, because: 'erased' });
  });
});

describe('stopping everything', () => {
  it('works at once and is said once', () => {
    const { standing } = confirmed();
    const stop = { reason: 'unsubscribed', channel: 'one_click', at: at(3), entityId: 'person' } as const;
    const stopped = afterStop(standing, stop)!;
    expect(stopped.event).toMatchObject({ seq: 3, state: 'withdrawn', channel: 'one_click' });
    expect(may(stopped.standing)).toEqual({ send: false, because: 'unsubscribed' });
    expect(afterStop(stopped.standing, stop)).toBeUndefined();
  });

  it('dates the leaving, not the joining, and a list that was left before keeps its date', () => {
    const { standing } = confirmed();
    const left = afterPreferences(standing, listId, [], at(3))!.standing;
    const stop = { reason: 'unsubscribed', channel: 'one_click', at: at(4), entityId: 'person' } as const;
    expect(afterStop(standing, stop)!.standing.lists[listId]?.since).toBe(at(4));
    expect(afterStop(left, stop)!.standing.lists[listId]?.since).toBe(at(3));
  });

  it('lasts when it was a complaint about the mail that asks to confirm', () => {
    const stop = { reason: 'complaint', channel: 'complaint', at: at(3), entityId: 'feedback loop' } as const;
    const complained = afterStop(requested().step.standing, stop)!.standing;
    expect(complained).not.toHaveProperty('expiresAt');
    expect(complained).not.toHaveProperty('salt');
  });

  it('voids a confirm link that is still out', () => {
    const { ada, standing } = confirmed();
    const asking = requested(ada, ['marketing_email'], standing).step.standing;
    const stopped = afterStop(asking, {
      reason: 'unsubscribed',
      channel: 'one_click',
      at: at(3),
      entityId: 'person',
    })!.standing;
    expect(stopped.lists[listId]?.pending).toBeUndefined();
  });

  it('lets a complaint weigh more than an unsubscribing, and never the other way round', () => {
    const { standing } = confirmed();
    const unsubscribed = afterStop(standing, {
      reason: 'unsubscribed',
      channel: 'one_click',
      at: at(3),
      entityId: 'person',
    })!.standing;
    const complained = afterStop(unsubscribed, {
      reason: 'complaint',
      channel: 'complaint',
      at: at(4),
      entityId: 'feedback loop',
    })!.standing;
    expect(complained.stopped?.reason).toBe('complaint');
    expect(
      afterStop(complained, { reason: 'unsubscribed', channel: 'one_click', at: at(5), entityId: 'person' }),
    ).toBeUndefined();
  });
});

describe('"this was not me"', () => {
  it('voids the request, and no form makes us write again', () => {
    const { ada, step, pending } = requested();
    const denied = afterDenial(step.standing, listId, pending, at(2)).standing;
    const again = requested(ada, ['marketing_email'], denied).step.standing;
    expect(may(again, 'confirm')).toEqual({ send: false, because: 'denied' });
  });

  it('outlasts the request, and keeps nothing that was typed', () => {
    const { step, pending } = requested();
    const denied = afterDenial(step.standing, listId, pending, at(2)).standing;
    expect(denied).not.toHaveProperty('expiresAt');
    for (const detail of ['salt', 'sealed', 'sealedSeq', 'mailboxHash']) expect(denied).not.toHaveProperty(detail);
  });

  it('leaves another request of theirs to be confirmed', () => {
    const { ada, step, pending } = requested();
    const both = afterRequest(
      step.standing,
      ada.known,
      asked(undefined, { listId: 'readingsreading1' }),
      ada.sealFor,
      1,
    );
    const denied = afterDenial(both.standing, listId, pending, at(2)).standing;
    expect(denied.salt).toBe(ada.known.salt);
    expect(denied.lists['readingsreading1']?.pending).toBeDefined();
  });

  it('leaves a subscriber what they have', () => {
    const { ada, standing } = confirmed();
    const again = requested(ada, ['marketing_email'], standing);
    const denied = afterDenial(again.step.standing, listId, again.pending, at(4)).standing;
    expect(may(denied)).toMatchObject({ send: true });
    expect(denied.lists[listId]?.pending).toBeUndefined();
  });
});

describe('a tick in the preference centre (CS-12)', () => {
  const stop = (reason: 'complaint' | 'hard_bounce' | 'unsubscribed' | 'objected') =>
    afterStop(confirmed().standing, { reason, channel: 'complaint', at: at(3), entityId: 'ses' })!.standing;

  it.each(['complaint', 'hard_bounce', 'objected'] as const)('brings nothing back after a %s', (reason) => {
    const stopped = stop(reason);
    expect(afterPreferences(stopped, listId, ['marketing_email'], at(4))).toBeUndefined();
    expect(may(stopped)).toEqual({ send: false, because: reason });
  });

  it('brings the list back that the person left themselves', () => {
    const back = afterPreferences(stop('unsubscribed'), listId, ['marketing_email'], at(4))!;
    expect(back.event).toMatchObject({ state: 'given', channel: 'preference_centre' });
    expect(may(back.standing)).toMatchObject({ send: true });
  });

  it('brings nothing back when the complaint came after they had left', () => {
    const left = stop('unsubscribed');
    const complained = afterStop(left, { reason: 'complaint', channel: 'complaint', at: at(4), entityId: 'ses' })!;
    expect(afterPreferences(complained.standing, listId, ['marketing_email'], at(5))).toBeUndefined();
  });
});

describe('preferences', () => {
  it('give back a list that a denial of another one stopped', () => {
    const { ada, standing } = confirmed();
    const other = 'readingsreading1';
    const both = afterRequest(standing, ada.known, asked(undefined, { listId: other }), ada.sealFor, 1).standing;
    const denied = afterDenial(both, other, both.lists[other]!.pending!, at(4)).standing;
    expect(may(denied)).toEqual({ send: false, because: 'denied' });
    const step = afterPreferences(denied, listId, ['marketing_email'], at(5))!;
    expect(step.event).toMatchObject({ state: 'given', listId, channel: 'preference_centre' });
    expect(may(step.standing)).toMatchObject({ send: true });
  });

  it('end the list when its box is unticked, and tracking with it', () => {
    const { standing } = confirmed(['marketing_email', 'open_tracking']);
    const step = afterPreferences(standing, listId, ['open_tracking'], at(3))!;
    expect(step.event).toMatchObject({ state: 'withdrawn', listId, channel: 'preference_centre' });
    expect(step.standing.lists[listId]?.purposes.map(({ state }) => state)).toEqual([
      'withdrawn',
      'withdrawn',
      'refused',
    ]);
    expect(may(step.standing)).toEqual({ send: false, because: 'unsubscribed' });
  });

  it('void what was asked for before, for who leaves the list', () => {
    const { ada, standing } = confirmed();
    const asking = requested(ada, ['marketing_email'], standing).step.standing;
    expect(afterPreferences(asking, listId, [], at(3))!.standing.lists[listId]?.pending).toBeUndefined();
  });

  it('write nothing when nothing changes', () => {
    const { standing } = confirmed();
    expect(afterPreferences(standing, listId, ['marketing_email'], at(3))).toBeUndefined();
  });
});

it('a mailbox that does not exist is written to by no client', () => {
  const { standing } = confirmed();
  expect(may(standing, 'campaign', { v: 1, suppressed: { reason: 'hard_bounce', at: at(3) } })).toEqual({
    send: false,
    because: 'hard_bounce',
  });
});
