import { describe, expect, it } from 'vitest';
import { messageEvent, topicAttached } from '#contract/reporting.ts';
import { outcomeOf } from '#lambdas/reporting/rules/outcome-of.ts';
import { reportedIn } from '#lambdas/reporting/rules/reported-in.ts';
import { bounce, complaint, events, parsed, sesEvent, subscription } from '#test/support/ses-events.ts';

const wholeMailbox = { reason: 'hard_bounce', scope: 'mailbox' };
const thisClient = { reason: 'hard_bounce', scope: 'client' };
const complained = { reason: 'complaint', scope: 'client' };

describe('what follows from an event (requirements.md 4.1)', () => {
  it.each([
    ['Send', events.send, 'sent', undefined],
    ['Delivery', events.delivery, 'delivered', undefined],
    ['DeliveryDelay', events.delay, 'delayed', undefined],
    ['Open', events.open, 'opened', undefined],
    ['Click', events.click, 'clicked', undefined],
    ['Reject', events.reject, 'rejected', undefined],
    ['Rendering Failure', events.renderingFailure, 'failed', undefined],
    ['no such mailbox', bounce('Permanent', 'NoEmail'), 'bounced', wholeMailbox],
    ['hard bounce', bounce('Permanent', 'General'), 'bounced', wholeMailbox],
    ['a permanent kind that is new', bounce('Permanent', 'SomethingNew'), 'bounced', wholeMailbox],
    ['on the list of SES', bounce('Permanent', 'Suppressed'), 'suppressed', wholeMailbox],
    ['on the list of the account', bounce('Permanent', 'OnAccountSuppressionList'), 'suppressed', wholeMailbox],
    ['on the list of the tenant', bounce('Permanent', 'OnTenantSuppressionList'), 'suppressed', thisClient],
    ['off a contact list of SES', bounce('Permanent', 'UnsubscribedRecipient'), 'suppressed', thisClient],
    ['a guess of SES', bounce('Permanent', 'EmailValidationSuppressed'), 'invalid', undefined],
    ['mailbox full', bounce('Transient', 'MailboxFull'), 'soft_bounced', undefined],
    ['automatic reply', bounce('Transient', 'General'), 'soft_bounced', undefined],
    ['nobody knows', bounce('Undetermined', 'Undetermined'), 'soft_bounced', undefined],
    ['complaint', complaint('abuse'), 'complained', complained],
    ['complaint of no kind', complaint(), 'complained', complained],
    ['complaint of kind null', complaint(null), 'complained', complained],
    ['complaint taken back', complaint('not-spam'), undefined, undefined],
    ["a change in a contact list of SES's", subscription, undefined, undefined],
    ['report on signatures', complaint('auth-failure'), undefined, undefined],
  ])('%s', (_, event, status, suppress) => {
    const outcome = outcomeOf(parsed(event));
    expect(outcome.status).toBe(status);
    expect(outcome.suppress).toEqual(suppress);
  });
});

describe('what is taken for an event', () => {
  it('reads what SES adds without looking at it', () => {
    const event = { ...events.open, open: { timestamp: 't', automation: 'certain' }, news: [1] };
    expect(outcomeOf(parsed(event)).status).toBe('opened');
  });

  it('takes the text that SES sends once, for what it is', () => {
    expect(reportedIn(topicAttached)).toEqual({ kind: 'nothing' });
  });

  it.each([
    ['another text', 'Hello'],
    ['a kind that is not known', sesEvent('Advertised')],
    ['a bounce of no type', sesEvent('Bounce', { bounce: { timestamp: 'x' } })],
    ['a message that is not ours', sesEvent('Send', {}, { message: [] })],
    ['no event at all', { Type: 'Notification' }],
    ['nothing', null],
  ])('refuses %s, so that it is kept for people', (_, event) => {
    expect(reportedIn(event).kind).toBe('unknown');
  });

  it('needs nothing that the rules of EventBridge leave out', () => {
    const cut = {
      eventType: 'Bounce',
      mail: { messageId: 'm', timestamp: 't', tags: { message: ['contactcontact01-1'] } },
      bounce: { bounceType: 'Permanent', bounceSubType: 'General', timestamp: 't', feedbackId: 'f' },
    };
    expect(messageEvent.safeParse(cut).success).toBe(true);
  });
});
