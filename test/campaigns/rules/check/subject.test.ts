import { describe, expect, it } from 'vitest';
import type { CampaignDraft } from '#contract/campaigns.ts';
import type { Language } from '#contract/common.ts';
import { findingsOf } from '#lambdas/campaigns/rules/check/rules.ts';
import { judged, said } from '#test/support/judged.ts';

const with_ = (
  subject: string,
  promotions: CampaignDraft['claims']['promotions'] = [],
  language: Language = 'en',
): string[] => said(judged({ subject }, { language, claims: { promotions, advertisers: [], adultContent: false } }));

describe('CS-02: a subject that plays an answer', () => {
  it.each([
    'Re: your order',
    'RE: your order',
    're : your order',
    'Fwd: look at this',
    'FW: look at this',
    'Re[2]: your order',
    'Re (3): your order',
    'AW: Ihre Bestellung',
    'WG: Ihre Bestellung',
    'TR : votre commande',
    'RV: su pedido',
    'Rép: votre commande',
    '📬 Re: your order',
    '[Re: your order',
    'Rе: with a Cyrillic е',
    'ᖇe: with a Canadian letter',
    'ʀᴇ: with small capitals',
    'Ｒｅ：with wide letters',
    '𝐑𝐞: in mathematical bold',
    'Re꞉ with a colon of another kind',
    'R\u200be: with nothing in between',
    'Ғw: with a Cyrillic Ғ',
    'ꮢꭼ: with Cherokee letters',
    'Ré: with an accent',
  ])('is "%s"', (subject) => {
    expect(with_(subject)).toContain('block CS-02 subject');
  });

  it.each([
    'Re-opening on Thursday',
    'Read: three new novels',
    'Real books: twenty new ones',
    'Regarding your garden: bulbs',
    'AW 26: the autumn collection',
    'AW26: the autumn collection',
    'Reward: a cup of coffee',
    'News: Re: is not a word',
    'Trees: plant one',
    'Fwd',
    'Forward: how we go on',
  ])('is not "%s"', (subject) => {
    expect(with_(subject)).toEqual([]);
  });

  it('is found in the second subject too, and told once', () => {
    const of = judged({ subjectB: 'Re: your order' });
    expect(said({ ...of, versions: [...of.versions, ...of.versions] })).toEqual(['block CS-02 subjectB']);
  });
});

describe('CS-02: a subject that shouts, or says nothing', () => {
  it.each([
    ['OUR LETTER FOR DECEMBER', ['warn CS-02 subject']],
    ['UNSERE NEUEN BÜCHER', ['warn CS-02 subject']],
    ['НОВЫЕ КНИГИ', ['warn CS-02 subject']],
    ['🎉🎉', ['warn CS-02 subject']],
    ['!!! ???', ['warn CS-02 subject']],
    ['1️⃣', ['warn CS-02 subject']],
    ['News from NASA', []],
    ['BBC', []],
    ['新しい本が届きました', []],
    ['1984', []],
    ['🎉 New novels', []],
  ])('%s', (subject, expected) => {
    expect(with_(subject)).toEqual(expected);
  });
});

describe('CS-21: hurry', () => {
  const ends = (endsAt?: string) => [{ name: 'Winter', endsAt, free: false }];
  const tonight = '2026-12-01T22:00:00.000Z';

  it.each<[string, Language]>([
    ['Today only: signed copies', 'en'],
    ['Ends tonight', 'en'],
    ['Last chance for signed copies', 'en'],
    ['Don’t miss out', 'en'],
    ['Nur noch heute: signierte Bücher', 'de'],
    ['Letzte Chance', 'de'],
    ['LETZTE CHANCE für Bücher', 'de'],
    ['Last Chance: Winterbücher', 'de'],
    ['Aujourd’hui seulement', 'fr'],
    ['Dernière chance', 'fr'],
    ['Solo hoy: libros firmados', 'es'],
    ['Última oportunidad', 'es'],
  ])('"%s" (%s) needs a promotion that ends', (subject, language) => {
    expect(with_(subject, [], language)).toEqual(['warn CS-21 subject']);
    expect(with_(subject, ends(), language)).toContain('warn CS-21 subject');
    expect(with_(subject, ends(tonight), language)).toEqual([]);
  });

  it.each([
    ['Today only', '2026-12-01T20:00:00.000Z', []],
    ['Today only', '2026-12-04T20:00:00.000Z', ['warn CS-21 subject']],
    ['Last chance', '2026-12-04T20:00:00.000Z', []],
    ['Last chance', '2027-02-01T20:00:00.000Z', ['warn CS-21 subject']],
    ['Last chance', '2026-11-30T20:00:00.000Z', ['warn CS-21 subject']],
  ])('"%s" of what ends at %s', (subject, endsAt, expected) => {
    expect(with_(subject, ends(endsAt))).toEqual(expected);
  });

  it.each([
    'Lasting chances',
    'Today we open only at ten',
    'A hurried reader',
    'The last chancellor',
    'Nur heute (a song)',
  ])('is not "%s", in English', (subject) => {
    expect(with_(subject)).toEqual([]);
  });

  it('is found in the preheader', () => {
    expect(said(judged({}, { preheader: 'Ends tonight' }))).toEqual(['warn CS-21 preheader']);
  });
});

describe('CS-21: a discount', () => {
  const upTo = (maxDiscountPercent?: number) => [{ name: 'Winter', maxDiscountPercent, free: false }];

  it.each<[string, number | undefined, Language, string[]]>([
    ['Up to 50 % on novels', 50, 'en', []],
    ['Up to 50% on novels', 30, 'en', ['warn CS-21 subject']],
    ['50 percent on novels', undefined, 'en', ['warn CS-21 subject']],
    ['30 Prozent auf alles', 20, 'de', ['warn CS-21 subject']],
    ['Half price novels', 40, 'en', ['warn CS-21 subject']],
    ['Half price novels', 50, 'en', []],
    ['Romans à moitié prix', 40, 'fr', ['warn CS-21 subject']],
    ['100 % wool', undefined, 'en', []],
    ['Novels of 1984', undefined, 'en', []],
  ])('"%s" of %s %% (%s)', (subject, most, language, expected) => {
    expect(with_(subject, most === undefined ? [] : upTo(most), language)).toEqual(expected);
  });

  it.each<[string, Language]>([
    ['Our winter sale', 'en'],
    ['A discount for readers', 'en'],
    ['Rabatt auf alle Romane', 'de'],
    ['Les soldes commencent', 'fr'],
    ['Rebajas de invierno', 'es'],
  ])('"%s" needs a promotion', (subject, language) => {
    expect(with_(subject, [], language)).toEqual(['warn CS-21 subject']);
    expect(with_(subject, upTo(20), language)).toEqual([]);
  });

  it.each(['A house for sale: the novel', 'Wholesale prices', 'The salesman'])('is not "%s"', (subject) => {
    expect(with_(subject)).toEqual([]);
  });
});

describe('CS-02: free', () => {
  it.each<[string, Language]>([
    ['A free novel for you', 'en'],
    ['Ein Roman, kostenlos', 'de'],
    ['Un roman offert', 'fr'],
    ['Una novela gratis', 'es'],
  ])('"%s" needs something for nothing', (subject, language) => {
    expect(with_(subject, [], language)).toEqual(['warn CS-02 subject']);
    expect(with_(subject, [{ name: 'Gift', free: true }], language)).toEqual([]);
  });

  it.each(['Feel free to come', 'Sugar-free baking', 'Freedom: a novel', 'Free range: a novel'])(
    'is not "%s"',
    (subject) => {
      expect(with_(subject)).toEqual([]);
    },
  );
});

describe('CS-21: two campaigns of one promotion', () => {
  const of = (endsAt: string, name = 'Winter sale') => [{ name, endsAt, free: false }];
  const told = [{ name: 'November letter', promotions: of('2026-11-30T22:00:00.000Z') }];
  const now = (endsAt: string, name?: string) =>
    judged({}, { claims: { promotions: of(endsAt, name), advertisers: [], adultContent: false } }, { earlier: told });

  it('may not tell two ends', () => {
    const [found] = findingsOf(now('2026-12-07T22:00:00.000Z', 'WINTER  Sale'.replace('  ', ' ')));
    expect(found).toEqual({
      rule: 'CS-21',
      severity: 'warn',
      where: 'claims.promotions.0.endsAt',
      message:
        '"WINTER Sale" ends on 2026-12-07 22:00 UTC; the campaign "November letter" told people 2026-11-30 22:00 UTC. It goes on after the end that they were told.',
      fix: 'Keep to the date that was told, or give the new promotion a name of its own.',
    });
  });

  it('may tell the same end twice, and the end of another', () => {
    expect(said(now('2026-11-30T22:00:00.000Z'))).toEqual([]);
    expect(said(now('2026-12-07T22:00:00.000Z', 'Advent'))).toEqual([]);
  });
});

describe('CS-17: what is sexually explicit', () => {
  const explicit = (subject: string, consented: boolean) =>
    said(
      judged(
        { subject, ...notice },
        { claims: { promotions: [], advertisers: [], adultContent: true } },
        { bases: consented ? ['consent'] : ['consent', 'soft_opt_in'] },
      ),
    );
  const notice = {};

  it.each([
    ['SEXUALLY-EXPLICIT: new novels', false],
    ['SEXUALLY-EXPLICIT:new novels', true],
    ['SEXUALLY-EXPLICIT:', true],
    ['Sexually-Explicit: new novels', true],
    ['New novels SEXUALLY-EXPLICIT: ', true],
    ['\u00a0SEXUALLY-EXPLICIT: new novels', true],
  ])('"%s"', (subject, blocked) => {
    expect(explicit(subject, false).includes('block CS-17 subject')).toBe(blocked);
  });

  it('needs no label for people who consented, and the label is no shouting', () => {
    expect(explicit('New novels', true)).toEqual([]);
    expect(explicit('SEXUALLY-EXPLICIT: new novels', true)).toEqual([]);
  });
});
