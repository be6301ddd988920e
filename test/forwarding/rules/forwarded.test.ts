import { describe, expect, it } from 'vitest';
import { webhookEvent } from '#contract/forwarding.ts';
import { openProfile } from '#lambdas/consent/open-profile.ts';
import { afterDenial, afterPreferences, afterRequest, afterStop } from '#lambdas/consent/rules/standing-after.ts';
import type { Step } from '#lambdas/consent/rules/standing-after.ts';
import { forwardedAs } from '#lambdas/forwarding/rules/forwarded-as.ts';
import { release } from '#lambdas/forwarding/rules/webhook-body.ts';
import { asked, at, confirmed, id, listId, requested, sealing } from '#test/support/people.ts';

const stop = { reason: 'unsubscribed', channel: 'one_click', at: at(5), entityId: 'person' } as const;
const asForwarded = ({ event, standing }: Step) => forwardedAs(event, standing);

describe('what is forwarded', () => {
  it('is nothing of a request, nor of what becomes of one that was never confirmed', () => {
    const { step, pending } = requested();
    expect(asForwarded(step)).toBeUndefined();
    expect(asForwarded(afterDenial(step.standing, listId, pending, at(3)))).toBeUndefined();
    expect(
      asForwarded(afterStop(step.standing, { ...stop, reason: 'complaint', channel: 'complaint' })!),
    ).toBeUndefined();
  });

  it('is a confirmation, a change, and a withdrawal', () => {
    const { standing, events } = confirmed();
    expect(forwardedAs(events[1], standing)).toBe('subscription.confirmed');
    const changed = afterPreferences(standing, listId, ['marketing_email', 'open_tracking'], at(3))!;
    expect(asForwarded(changed)).toBe('subscription.updated');
    expect(asForwarded(afterPreferences(standing, listId, [], at(3))!)).toBe('subscription.withdrawn');
    expect(asForwarded(afterStop(standing, stop)!)).toBe('subscription.withdrawn');
  });

  it('is not the denial of somebody else’s request by a subscriber, who stays one', () => {
    const { ada, standing } = confirmed();
    const again = afterRequest(standing, ada.known, asked(), ada.sealFor, 1);
    const { pending } = again.standing.lists[listId]!;
    expect(asForwarded(afterDenial(again.standing, listId, pending!, at(4)))).toBeUndefined();
  });

  it('is a denial that stops everything, to a client who had the person on another list', () => {
    const { ada, standing } = confirmed();
    const other = id();
    const again = afterRequest(standing, ada.known, asked(['marketing_email'], { listId: other }), ada.sealFor, 1);
    const { pending } = again.standing.lists[other]!;
    expect(asForwarded(afterDenial(again.standing, other, pending!, at(4)))).toBe('subscription.withdrawn');
  });
});

describe('what goes out', () => {
  const { standing, events } = confirmed();
  const given = { type: 'subscription.confirmed', event: events[1] } as const;
  const profile = () => openProfile(sealing, standing);

  it('is the address while the person is subscribed', () => {
    const released = release({ ...given, standing, profile, now: at(9) });
    expect(released).toMatchObject({ event: { data: { address: 'ada@example.net', consent: { seq: 2 } } } });
    expect(webhookEvent().safeParse('event' in released && released.event).success).toBe(true);
  });

  it.each([
    ['was erased', undefined],
    ['stopped everything', afterStop(standing, stop)!.standing],
    ['left the list', afterPreferences(standing, listId, [], at(3))!.standing],
  ])('is nothing once they %s, and the profile is not even opened (CS-13)', (_, now) => {
    const unopened = () => {
      throw new Error('the profile was opened');
    };
    expect(release({ ...given, standing: now, profile: unopened, now: at(9) })).toEqual({
      cancel: 'the person has withdrawn since',
    });
  });

  it('is a withdrawal by the contact’s id alone, though the address could be opened', () => {
    const step = afterStop(standing, stop)!;
    const released = release({
      type: 'subscription.withdrawn',
      event: step.event,
      standing: step.standing,
      profile,
      now: at(9),
    });
    expect(JSON.stringify(released)).not.toContain('@');
    expect(released).toMatchObject({ event: { data: { contactId: standing.contactId, listId: undefined } } });
  });

  it('is nothing of a person without a key', () => {
    const { salt: _destroyed, ...erased } = standing;
    expect(release({ ...given, standing: erased, profile: () => openProfile(sealing, erased), now: at(9) })).toEqual({
      cancel: 'the person was erased',
    });
  });
});
