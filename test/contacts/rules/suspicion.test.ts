import { describe, expect, it } from 'vitest';
import { isRole, noSignals, plus, sequentialIn, signalsOf, warningsFrom } from '#lambdas/contacts/rules/suspicion.ts';

const numbered = (count: number, name = (at: number) => `user${at}`) =>
  Array.from({ length: count }, (_, at) => `${name(at)}@mill.org`);

describe('sequentialIn (CS-14)', () => {
  it.each([
    ['numbers, in any order', [...numbered(20)].reverse(), 20],
    ['numbers in the middle', numbered(6, (at) => `ada.${at}.x`), 6],
    ['letters', ['a', 'b', 'c', 'd', 'e'].map((letter) => `ada.${letter}@mill.org`), 5],
    ['single letters', ['a', 'b', 'c', 'd'].map((letter) => `${letter}@mill.org`), 4],
    ['three in a row', numbered(3), 0],
    ['the same twice', ['a1@x.org', 'a1@x.org', 'a2@x.org', 'a3@x.org'], 0],
    ['numbers at four domains', ['a1@w.org', 'a2@x.org', 'a3@y.org', 'a4@z.org'], 0],
    ['years of birth', ['ada1979@x.org', 'ada1984@x.org', 'ada1990@x.org', 'ada2001@x.org'], 0],
    ['people', ['ada@x.org', 'ben@x.org', 'cleo@x.org', 'dan.oe@x.org', 'mia@x.org'], 0],
  ])('finds %s', (_, addresses, found) => expect(sequentialIn(addresses)).toBe(found));
});

it('knows boxes of a function', () => {
  expect(['info@x.org', 'sales+a@x.org', 'no-reply@x.org'].every(isRole)).toBe(true);
  expect(['ada@x.org', 'informatik@x.org'].some(isRole)).toBe(false);
});

describe('warningsFrom', () => {
  const clean = { ...noSignals, rows: 500 };
  it('says nothing of a file as people have them', () => {
    expect(
      warningsFrom({ ...clean, refused: 20, roles: 10, disposable: 3, sequential: 5, lookedUp: 100, noMail: 1 }),
    ).toEqual([]);
    expect(warningsFrom(noSignals)).toEqual([]);
  });

  it.each([
    ['roles', 'role_accounts', 20, false],
    ['roles', 'role_accounts', 80, true],
    ['disposable', 'disposable', 6, false],
    ['disposable', 'disposable', 30, true],
    ['sequential', 'sequential', 12, false],
    ['sequential', 'sequential', 60, true],
    ['refused', 'refused', 30, false],
    ['refused', 'refused', 260, true],
  ] as const)('weighs %s as %s: %i of 500', (signal, kind, count, quarantines) => {
    const [warning] = warningsFrom({ ...clean, [signal]: count });
    expect(warning).toMatchObject({ kind, quarantines });
    expect(warning?.message).toMatch(/^\d+\.\d % of /);
  });

  it('weighs domains by those that were looked at', () => {
    expect(warningsFrom({ ...clean, lookedUp: 50, noMail: 10 })).toMatchObject([
      { kind: 'no_mail_domain', share: 0.2, quarantines: true },
    ]);
  });

  it('holds nobody up for an accident in a short file', () => {
    expect(warningsFrom({ ...noSignals, rows: 6, roles: 4 })).toMatchObject([{ quarantines: false }]);
  });

  it('comes to the same, however the file was cut', () => {
    const one = { ...clean, ...signalsOf(numbered(20)) };
    expect(plus(one, noSignals)).toEqual(one);
    expect(plus(one, one).sequential).toBe(40);
  });
});
