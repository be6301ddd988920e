import { describe, expect, it } from 'vitest';
import {
  afterReport,
  afterWish,
  askMessageId,
  digestMessageId,
  goesTo,
  linkOf,
  mostAsks,
} from '#lambdas/forwarding/rules/digest-setting.ts';
import type { DigestSetting } from '#lambdas/forwarding/rules/digest-setting.ts';
import { day, later } from '#lambdas/platform/clock.ts';

const now = '2026-11-24T09:00:00.000Z';
const address = 'hello@harbourbooks.example';
const hash = (text: string) => text.padEnd(43, 'x');
const ask = { askId: 'askaskaskaskask1', tokenHash: hash('first') };
const on = { enabled: true, address };

function asked(wish = on, before?: DigestSetting, at = now, asking = ask): DigestSetting {
  const after = afterWish(before, wish, at, asking);
  if ('refused' in after) throw new Error(after.refused);
  return after.to;
}

function confirmed(setting = asked()): DigestSetting {
  const link = linkOf(setting, setting.tokenHash!, now);
  if (link.kind !== 'open') throw new Error(link.kind);
  return link.to;
}

describe('the address of a digest', () => {
  it('is asked, and gets nothing before it has confirmed', () => {
    expect(afterWish(undefined, on, now, ask)).toMatchObject({ asks: true, to: { enabled: true, address } });
    expect(goesTo(asked())).toBeUndefined();
    expect(goesTo(confirmed())).toEqual({ address, askId: ask.askId });
  });

  it('is not asked again once it has confirmed, though the digest was off meanwhile', () => {
    const off = asked({ enabled: false, address }, confirmed());
    expect(goesTo(off)).toBeUndefined();
    expect(afterWish(off, on, now, ask)).toMatchObject({ asks: false });
    expect(goesTo(asked(on, off))).toEqual({ address, askId: ask.askId });
  });

  it('has to confirm when it is another one, and what the first one said counts no more', () => {
    const other = asked({ enabled: true, address: 'other@harbourbooks.example' }, confirmed());
    expect(goesTo(other)).toBeUndefined();
  });

  it('is asked a few times in thirty days, whoever it is and however it is switched', () => {
    let setting: DigestSetting | undefined;
    for (let count = 0; count < mostAsks; count++) {
      setting = asked({ enabled: true, address: `${count}@harbourbooks.example` }, setting);
      setting = asked({ enabled: false, address }, setting);
    }
    expect(afterWish(setting, on, now, ask)).toEqual({ refused: 'asked_too_often' });
    expect(afterWish(setting, { enabled: false, address }, now, ask)).toMatchObject({ asks: false });
    expect(afterWish(setting, on, later(now, 30 * day), ask)).toMatchObject({ asks: true });
  });
});

describe('the link of a mail that asks', () => {
  it.each([
    ['of nobody', undefined, ask.tokenHash, now, 'unknown'],
    ['that was altered', asked(), hash('other'), now, 'unknown'],
    [
      'that a newer one replaced',
      asked(on, asked(), now, { ...ask, tokenHash: hash('second') }),
      ask.tokenHash,
      now,
      'unknown',
    ],
    ['of a digest that was switched off', asked({ enabled: false, address }, asked()), ask.tokenHash, now, 'unknown'],
    ['that is too old', asked(), ask.tokenHash, later(now, 7 * day), 'expired'],
    ['that was used', confirmed(), ask.tokenHash, now, 'used'],
    ['that is good', asked(), ask.tokenHash, later(now, 7 * day - 1), 'open'],
  ] as const)('%s', (_, setting, tokenHash, at, kind) => {
    expect(linkOf(setting, tokenHash, at).kind).toBe(kind);
  });
});

describe('what SES reports of a digest', () => {
  it.each([
    ['the mail that asks', askMessageId(ask.askId), asked()],
    ['a digest', digestMessageId(ask.askId, '2026-11-23'), confirmed()],
  ])('%s: switches it off, says why, and the address has to confirm anew', (_, messageId, setting) => {
    const off = afterReport(setting, messageId, 'hard_bounce')!;
    expect(off).toMatchObject({
      enabled: false,
      address,
      disabledBecause: expect.stringMatching('came back') as string,
    });
    expect(goesTo({ ...off, enabled: true })).toBeUndefined();
    expect(afterWish(off, on, now, ask)).toMatchObject({ asks: true });
    expect(asked(on, off).disabledBecause).toBeUndefined();
    expect(afterReport(off, messageId, 'hard_bounce')).toBeUndefined();
  });

  it('does no harm to the address that has taken its place', () => {
    const other = asked({ enabled: true, address: 'other@harbourbooks.example' }, confirmed(), now, {
      askId: 'askaskaskaskask2',
      tokenHash: hash('second'),
    });
    for (const messageId of [askMessageId(ask.askId), digestMessageId(ask.askId, '2026-11-23'), 'contactcontact01-1'])
      expect(afterReport(other, messageId, 'complaint')).toBeUndefined();
  });
});
