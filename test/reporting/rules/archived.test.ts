import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { archivedOutcome } from '#contract/archive.ts';
import type { MessageEvent } from '#contract/reporting.ts';
import { addressKeys } from '#lambdas/platform/address-keys.ts';
import type { MessageRecord } from '#lambdas/platform/message-log.ts';
import { archived } from '#lambdas/reporting/rules/archived.ts';
import { outcomeOf } from '#lambdas/reporting/rules/outcome-of.ts';
import { bounce, complaint, events, parsed, sesEvent } from '#test/support/ses-events.ts';

const keys = addressKeys('a secret of at least thirty-two characters');
const message: MessageRecord = {
  v: 1,
  messageId: 'campaigncampaig1-contactcontact01',
  purpose: 'campaign',
  clientId: 'harbourbooks0001',
  contactId: 'contactcontact01',
  status: 'sent',
  statusRank: 3,
  claimedAt: '2026-11-24T08:59:59.000Z',
  statusAt: '2026-11-24T09:00:00.000Z',
  campaignId: 'campaigncampaig1',
  listId: 'listlistlistlis1',
  part: '0-0',
  place: 3,
  variant: 'b',
  provider: 'google',
};

function lineOf(event: MessageEvent, of: MessageRecord = message) {
  const outcome = outcomeOf(event);
  return archived(event, { ...outcome, status: outcome.status! }, of, keys);
}

describe('what the archive keeps of an outcome', () => {
  it('is when, whose, what and why', () => {
    expect(lineOf(parsed(events.hardBounce))).toEqual({
      v: 1,
      id: expect.stringMatching(/^[\w-]{22}$/) as string,
      happened: '2026-11-24T09:00:07.000Z',
      day: '2026-11-24',
      client: 'harbourbooks0001',
      campaign: 'campaigncampaig1',
      variant: 'b',
      purpose: 'campaign',
      message: expect.stringMatching(/^[\w-]{22}$/) as string,
      contact: expect.stringMatching(/^[\w-]{22}$/) as string,
      claimed: '2026-11-24T08:59:59.000Z',
      outcome: 'bounced',
      provider: 'google',
      because: 'General',
      code: '5.1.1',
    });
  });

  it('is of a click its place and what gave a machine away', () => {
    const click = { timestamp: '2026-11-24T09:00:07.000Z', userAgent: 'Barracuda Sentinel', linkTags: { link: ['2'] } };
    expect(lineOf(parsed(sesEvent('Click', { click })))).toMatchObject({ outcome: 'clicked', link: '2', hints: 'bot' });
    expect(lineOf(parsed(events.open))).toMatchObject({ outcome: 'opened', hints: 'apple' });
  });

  it('has no address, network, program, link or id of a person, whatever SES said', () => {
    for (const event of Object.values(events)) {
      const text = JSON.stringify(archivedOutcome.parse(lineOf(parsed(event))));
      expect(text).not.toMatch(/@|noor|203\.0\.113|Mozilla|https?:|harbourbooks\.example|contactcontact|smtp|0102019b/);
    }
  });

  it('takes nothing over from what somebody’s mail server wrote but words', () => {
    const personal = fc.constantFrom('noor@example.net', '203.0.113.77', 'https://a.example/?t=1', 'Dear Noor');
    fc.assert(
      fc.property(personal, personal, fc.string(), (one, other, any) => {
        for (const said of [one, any + other, `${one} ${any}`.slice(0, 200)]) {
          const bounced = { bounceType: 'Permanent', bounceSubType: said, timestamp: said };
          const told = [
            complaint(said),
            sesEvent('Bounce', { bounce: { ...bounced, bouncedRecipients: [{ status: said }] } }),
          ];
          for (const event of told) {
            const line = lineOf(parsed(event));
            expect(line.because).toMatch(/^[A-Za-z][\w-]*$/);
            expect(JSON.stringify(line)).not.toMatch(/noor@|203\.0\.113|a\.example|Dear/);
          }
        }
      }),
    );
  });

  it('has the same id by both ways that SES tells it, and another for anything else', () => {
    const whole = parsed(bounce('Permanent', 'General'));
    const { bounce: said } = bounceOf(whole);
    const cut = parsed({ ...whole, bounce: { ...said, bouncedRecipients: undefined } });
    expect(lineOf(cut).code).toBeUndefined();
    expect(lineOf(cut).id).toBe(lineOf(whole).id);
    const ids = Object.values(events).map((event) => lineOf(parsed(event)).id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(lineOf(whole, { ...message, messageId: 'other' }).id).not.toBe(lineOf(whole).id);
  });

  it('tells nobody that two clients write to the same person', () => {
    const [one, other] = ['harbourbooks0001', 'otherbooks000001'].map((clientId) =>
      lineOf(parsed(events.send), { ...message, clientId }),
    );
    expect(one!.contact).not.toBe(other!.contact);
  });

  it('stands under the day on which we sent the message when SES says no time', () => {
    const delivery = parsed(sesEvent('Delivery', { delivery: { timestamp: 'soon' } }));
    expect(lineOf(delivery).day).toBe('2026-11-24');
  });
});

const bounceOf = (event: MessageEvent) => event as Extract<MessageEvent, { eventType: 'Bounce' }>;
