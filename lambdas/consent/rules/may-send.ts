import type { SuppressionReason } from '#contract/consent.ts';
import type { Purpose } from '#contract/sign-up.ts';
import { basisOf, hasExpired } from './lawful-basis.ts';
import type { Mailbox, Standing, Subscription } from './standing.ts';

export type MaySend =
  | { readonly send: true; readonly tracked: { readonly open: boolean; readonly click: boolean } }
  | { readonly send: false; readonly because: WhyNot };

/**
 * `not_mailable`: nothing shows that they may be written to; `orders_only`: about their orders they may, and nothing else;
 * `soft_bounces`: their mailbox is left alone for a while.
 */
type WhyNot =
  | SuppressionReason
  | 'not_subscribed'
  | 'unknown_contact'
  | 'not_mailable'
  | 'orders_only'
  | 'basis_expired'
  | 'soft_bounces';

/** Whether this person may get this message now. Asked with consistent reads right before SES (CS-08). */
export function maySend(about: {
  readonly standing: Standing | undefined;
  readonly mailbox: Mailbox | undefined;
  readonly listId: string;
  readonly purpose: 'confirm' | 'welcome' | 'campaign';
  readonly now: string;
}): MaySend {
  const { standing, mailbox, listId, purpose, now } = about;
  if (!standing) return { send: false, because: 'unknown_contact' };
  if (mailbox?.suppressed) return { send: false, because: mailbox.suppressed.reason };
  const subscription = standing.lists[listId];
  if (purpose === 'confirm') return mayAskToConfirm(standing, subscription);
  if (standing.stopped) return { send: false, because: standing.stopped.reason };
  if (mailbox?.restsUntil !== undefined && mailbox.restsUntil > now) return { send: false, because: 'soft_bounces' };
  const lacks = subscription && lacksBasis(subscription, now);
  if (lacks) return { send: false, because: lacks };
  if (subscription?.status !== 'subscribed' || !agreed(subscription, 'marketing_email'))
    return { send: false, because: subscription?.status === 'unsubscribed' ? 'unsubscribed' : 'not_subscribed' };
  return {
    send: true,
    tracked: { open: agreed(subscription, 'open_tracking'), click: agreed(subscription, 'click_tracking') },
  };
}

/** By the clock, not by what the sweep has written: a basis ends at its hour (PR-07, PR-13). */
function lacksBasis(subscription: Subscription, now: string): WhyNot | undefined {
  if (subscription.status !== 'subscribed' && subscription.status !== 'not_mailable') return undefined;
  if (hasExpired(subscription, now)) return 'basis_expired';
  if (basisOf(subscription) === 'transactional') return 'orders_only';
  return subscription.status === 'not_mailable' ? 'not_mailable' : undefined;
}

/**
 * Somebody who unsubscribed may ask again, and only their own confirmation lifts the stop (CS-12). Who complained, denied
 * or was erased is not written to again because somebody typed their address into a form (SC-21).
 */
function mayAskToConfirm({ stopped }: Standing, subscription: Subscription | undefined): MaySend {
  if (stopped && stopped.reason !== 'unsubscribed') return { send: false, because: stopped.reason };
  if (!subscription?.pending) return { send: false, because: 'not_subscribed' };
  return { send: true, tracked: { open: false, click: false } };
}

export const agreed = (subscription: Subscription, purpose: Purpose): boolean =>
  subscription.purposes.some((each) => each.purpose === purpose && each.state === 'given');
