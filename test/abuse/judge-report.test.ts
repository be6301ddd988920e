import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestInReport } from '#contract/abuse.ts';
import { hiddenCharacters } from '#contract/common.ts';
import { domainOfSender, judgeReport } from '#lambdas/abuse/rules/judge-report.ts';
import type { ReportIssues, TypedReport } from '#lambdas/abuse/rules/judge-report.ts';
import { abuseMailboxOf, clientOfMailbox } from '#lambdas/abuse/rules/mailbox.ts';
import { randomIds } from '#lambdas/platform/ids.ts';

const whole = { kind: 'goes_on', sender: 'news@mail.harbour.example', text: 'since May', reply_to: 'ada@example.net' };

describe('a report', () => {
  it('is taken with all that was typed', () => {
    expect(judgeReport(whole)).toEqual({
      ok: true,
      report: { kind: 'goes_on', sender: whole.sender, text: whole.text, replyTo: whole.reply_to },
    });
  });

  it.each<[string, TypedReport]>([
    ['a sender alone', { kind: 'never_signed_up', sender: 'Harbour Books' }],
    ['a sentence alone', { kind: 'deceives', text: 'it asks for my password' }],
  ])('needs no more than %s', (_, typed) => {
    expect(judgeReport(typed).ok).toBe(true);
  });

  it.each<[string, TypedReport, ReportIssues]>([
    ['nothing', {}, { kind: 'choose', sender: 'say_more' }],
    ['a kind that is none', { ...whole, kind: 'spam' }, { kind: 'choose' }],
    ['something else, without a word', { kind: 'other', sender: 'x@y.example' }, { text: 'say_more' }],
    ['white space alone', { kind: 'goes_on', sender: ' \t ', text: '\n\u0000' }, { sender: 'say_more' }],
    ['a novel', { ...whole, text: 'a'.repeat(longestInReport.text + 1) }, { text: 'too_long' }],
    ['a sender that is too long', { ...whole, sender: 'a'.repeat(longestInReport.sender + 1) }, { sender: 'too_long' }],
    ['an address that is none', { ...whole, reply_to: 'ada' }, { reply_to: 'not_an_address' }],
  ])('of %s is asked for again', (_, typed, issues) => {
    expect(judgeReport(typed)).toEqual({ ok: false, issues });
  });

  it('keeps no character that hides or turns text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const judged = judgeReport({ ...whole, text, sender: text });
        if (!judged.ok) return;
        const lines = (judged.report.text ?? '').split('\n');
        expect(lines.filter((each) => hiddenCharacters.test(each))).toEqual([]);
        expect(judged.report.sender ?? '').not.toContain('\n');
      }),
    );
  });
});

describe('a sender', () => {
  it.each([
    ['news@mail.harbour.example', 'mail.harbour.example'],
    ['Harbour Books <News@Mail.Harbour.Example>', 'mail.harbour.example'],
    ['“Harbour, Books” <x@a.example> via b', 'a.example'],
    ['Harbour Books', undefined],
    ['@', undefined],
  ])('%s is at %s', (sender, domain) => {
    expect(domainOfSender(sender)).toBe(domain);
  });
});

describe('an abuse mailbox', () => {
  it('tells whose it is, whatever became of its letters', () => {
    for (let each = 0; each < 100; each++) {
      const clientId = randomIds.next();
      const mailbox = abuseMailboxOf(clientId, 'mail.example.com');
      expect(clientOfMailbox(mailbox)).toBe(clientId);
      expect(clientOfMailbox(mailbox.toUpperCase())).toBe(clientId);
      expect(mailbox.indexOf('@')).toBeLessThanOrEqual(64);
    }
  });

  it.each(['abuse@mail.example.com', 'abuse+x@mail.example.com', 'abuse+0123@mail.example.com', 'other+@x'])(
    '%s is nobody’s',
    (address) => {
      expect(clientOfMailbox(address)).toBeUndefined();
    },
  );
});
