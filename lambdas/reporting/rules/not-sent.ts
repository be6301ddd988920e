import type { NotSent } from '#contract/reports.ts';
import type { Progress } from '#contract/sending.ts';

const inWords: Readonly<Record<string, string>> = {
  unsubscribed: 'they unsubscribed',
  not_subscribed: 'they are not on the list any more',
  complaint: 'they reported mail as spam',
  hard_bounce: 'their mailbox does not exist',
  soft_bounces: 'their mailbox took no mail lately, and is left alone for a while',
  denied: 'they said that it was not them who signed up',
  objected: 'they objected',
  erased: 'their data was erased',
  unknown_contact: 'their address came back as somebody new',
  not_mailable: 'nothing shows that they may be written to',
  orders_only: 'they may be written to about their orders alone',
  basis_expired: 'the ground to write to them ran out',
  not_in_segment: 'the campaign is for a part of the list, and they are not of it',
  missing_value: 'a value that the message needs was missing',
  render_limit: 'with their values, the message was too large',
  render_failed: 'the message could not be filled in with their values',
  no_unsubscribe_link: 'with their values, the message had no way out',
  cancelled: 'the campaign was cancelled before it was their turn',
  rejected: 'SES would not send it',
};

/** Pure. People who were sent nothing, the most frequent reason first. */
export const notSentOf = ({ leftOut, skipped, failed }: Pick<Progress, 'leftOut' | 'skipped' | 'failed'>): NotSent[] =>
  [...reasons('left_out', leftOut), ...reasons('skipped', skipped), ...reasons('failed', failed)].sort(
    (one, other) => other.count - one.count,
  );

const reasons = (when: NotSent['when'], counts: Readonly<Record<string, number>>): NotSent[] =>
  Object.entries(counts).map(([reason, count]) => ({
    when,
    reason,
    inWords: inWords[reason] ?? (when === 'failed' ? `SES would not send it (${reason})` : reason.replaceAll('_', ' ')),
    count,
  }));
