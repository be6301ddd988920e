import type { Finding } from '#contract/campaigns.ts';
import type { Language } from '#contract/common.ts';
import { block, warn } from './judged.ts';
import type { Judged, Rule } from './judged.ts';
import { squeezed } from '../shown.ts';
import { words } from './subject-words.ts';
import type { Urgency } from './subject-words.ts';

/** A line that people read before they open the mail. */
interface Line {
  readonly where: 'subject' | 'subjectB' | 'preheader';
  /** `subject`, for the sentence about it. */
  readonly called: string;
  readonly text: string;
}

/** Subjects as people get them, the same one once. */
function subjectsOf({ versions }: Judged): Line[] {
  const lines = versions.map(({ variant, subject }): Line =>
    variant === 'a'
      ? { where: 'subject', called: 'subject', text: subject }
      : { where: 'subjectB', called: 'second subject', text: subject },
  );
  return lines.filter(
    ({ where, text }, at) => lines.findIndex((each) => each.where === where && each.text === text) === at,
  );
}

const linesOf = (judged: Judged): Line[] => {
  const { preheader } = judged.draft;
  const before: Line[] = preheader === undefined ? [] : [{ where: 'preheader', called: 'preheader', text: preheader }];
  return [...subjectsOf(judged), ...before];
};

/** One finding a place, however many people would see it. */
const oncePerPlace = (found: readonly Finding[]): Finding[] =>
  found.filter(({ rule, where }, at) => found.findIndex((each) => each.rule === rule && each.where === where) === at);

const inEach = (lines: readonly Line[], judge: (line: Line) => Finding | undefined): Finding[] =>
  oncePerPlace(lines.map(judge).filter((each) => each !== undefined));

/** CS-02, Gmail: `Re:` and `Fwd:` say that there was a mail before, in whatever letters and language. */
export const fakeReply: Rule = (judged) =>
  inEach(subjectsOf(judged), ({ where, called, text }) => {
    // A number stands in brackets, as mail programs count: "AW 26: …" is a collection.
    if (!/^[^\p{L}\p{N}]*(re|res|fwd?|aw|antw|wg|tr|rv|rep)(\s*[[(^]\s*\d+\s*[\])]?)?\s*:/u.test(latin(text)))
      return undefined;
    return block(
      'CS-02',
      where,
      `The ${called} "${text}" begins as if it were an answer to a mail, or passed on.`,
      'Begin with what the mail is about.',
    );
  });

/** CS-02: nobody is shouted at. */
export const shouting: Rule = (judged) =>
  inEach(subjectsOf(judged), ({ where, called, text }) => {
    const cased = Array.from(text).filter((letter) => letter.toLowerCase() !== letter.toUpperCase());
    if (cased.length < 8 || cased.some((letter) => letter !== letter.toUpperCase())) return undefined;
    // CS-17 demands capitals.
    if (
      text.startsWith(explicitLabel) &&
      text.slice(explicitLabel.length) !== text.slice(explicitLabel.length).toUpperCase()
    )
      return undefined;
    return warn(
      'CS-02',
      where,
      `The ${called} "${text}" is in capitals throughout.`,
      'Write it as a sentence: spam filters take capitals for shouting, and so do people.',
    );
  });

/** CS-02: a subject says something. */
export const wordless: Rule = (judged) =>
  inEach(subjectsOf(judged), ({ where, called, text }) =>
    /[\p{L}\p{N}]/u.test(text.replaceAll(/[#*\d]\ufe0f?\u20e3/gu, ''))
      ? undefined
      : warn(
          'CS-02',
          where,
          `The ${called} "${text}" has no word in it.`,
          'Say in a few words what the mail is about; an emoji may stand beside them.',
        ),
  );

export const explicitLabel = 'SEXUALLY-EXPLICIT: ';

/** CS-17: 16 CFR 316.4 gives the 19 characters; who consented beforehand need not be warned (15 USC 7704(d)(2)). */
export const explicit: Rule = (judged) => {
  const { claims } = judged.draft;
  if (!claims.adultContent || judged.bases.every((basis) => basis === 'consent')) return [];
  return inEach(subjectsOf(judged), ({ where, called, text }) =>
    text.startsWith(explicitLabel)
      ? undefined
      : block(
          'CS-17',
          where,
          `The content is sexually explicit, some people did not consent to it, and the ${called} does not say so.`,
          `Begin the ${called} with exactly "${explicitLabel}" (19 characters, the space at the end among them), or send to people who consented alone.`,
        ),
  );
};

const day = 86_400_000;
/** Somebody reads "today" in the evening, in another time zone. */
const withinMs: Readonly<Record<Urgency, number>> = { today: 1.5 * day, soon: 14 * day };

/** CS-02, CS-21: what a subject says of the end is what the promotion says. */
export const urgency: Rule = (judged) =>
  inEach(linesOf(judged), ({ where, called, text }) => {
    const said = urgencyIn(text, judged.draft.language);
    if (!said) return undefined;
    const ends = judged.draft.claims.promotions.flatMap(({ endsAt }) => endsAt ?? []);
    const says = `The ${called} says "${said.phrase}"`;
    if (ends.length === 0)
      return warn(
        'CS-21',
        where,
        `${says}, and no promotion of this campaign has an end.`,
        'Write down the promotion and when it ends, or leave the hurry out.',
      );
    const fromNow = ends.map((end) => Date.parse(end) - Date.parse(judged.sendsAt));
    if (fromNow.every((ms) => ms <= 0))
      return warn(
        'CS-21',
        where,
        `${says}, and the promotion is over when it is sent.`,
        'Send it earlier, or correct the end.',
      );
    if (fromNow.some((ms) => ms > 0 && ms <= withinMs[said.urgency])) return undefined;
    return warn(
      'CS-21',
      where,
      `${says}, and the promotion goes on until ${dateOf(ends.toSorted()[0])}.`,
      'Say the true date in the subject, or correct the end of the promotion.',
    );
  });

/** CS-21: a discount in a subject is one that a promotion gives. */
export const discount: Rule = (judged) =>
  inEach(linesOf(judged), ({ where, called, text }) => {
    const { promotions } = judged.draft.claims;
    const percent = percentIn(text, judged.draft.language);
    const most = Math.max(0, ...promotions.map(({ maxDiscountPercent = 0 }) => maxDiscountPercent));
    if (percent !== undefined && percent > most)
      return warn(
        'CS-21',
        where,
        most === 0
          ? `The ${called} promises ${percent} %, and no promotion of this campaign gives a discount.`
          : `The ${called} promises ${percent} %, and the promotion gives ${most} % at most.`,
        'Write down the promotion with its largest discount, or correct the number.',
      );
    const phrase = phraseIn(text, judged.draft.language, ({ discount: all }) => all);
    if (phrase === undefined || promotions.length > 0) return undefined;
    return warn(
      'CS-21',
      where,
      `The ${called} says "${phrase}", and no promotion is written down with this campaign.`,
      'Write down the promotion, or choose another word.',
    );
  });

/** CS-02: what is called free is free. */
export const free: Rule = (judged) =>
  inEach(linesOf(judged), ({ where, called, text }) => {
    if (judged.draft.claims.promotions.some((promotion) => promotion.free)) return undefined;
    const phrase = phraseIn(text, judged.draft.language, ({ free: all }) => all);
    if (phrase === undefined) return undefined;
    return warn(
      'CS-02',
      where,
      `The ${called} says "${phrase}", and no promotion of this campaign gives something for nothing.`,
      'Mark the promotion as free, with its conditions in the text, or choose another word.',
    );
  });

/** CS-21: one promotion has one end, whatever was told before. */
export const contradictions: Rule = ({ draft, earlier }) =>
  draft.claims.promotions.flatMap(({ name, endsAt }, at) => {
    if (endsAt === undefined) return [];
    const before = earlier.find(({ promotions }) =>
      promotions.some(
        (each) => folded(each.name) === folded(name) && each.endsAt !== undefined && each.endsAt !== endsAt,
      ),
    );
    const told = before?.promotions.find((each) => folded(each.name) === folded(name))?.endsAt;
    if (!before || told === undefined) return [];
    const how = endsAt > told ? 'goes on after' : 'ends before';
    return [
      warn(
        'CS-21',
        `claims.promotions.${at}.endsAt`,
        `"${name}" ends on ${dateOf(endsAt)}; the campaign "${before.name}" told people ${dateOf(told)}. It ${how} the end that they were told.`,
        'Keep to the date that was told, or give the new promotion a name of its own.',
      ),
    ];
  });

const dateOf = (at = ''): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

function urgencyIn(text: string, language: Language): { phrase: string; urgency: Urgency } | undefined {
  for (const urgency of ['today', 'soon'] as const) {
    const phrase = phraseIn(text, language, (all) => all[urgency]);
    if (phrase !== undefined) return { phrase, urgency };
  }
  return undefined;
}

function percentIn(text: string, language: Language): number | undefined {
  const numbers = [
    ...folded(text).matchAll(/(\d{1,3})(?:[.,]\d+)?\s?(?:%|percent\b|prozent\b|pour cent\b|por ciento\b)/g),
  ]
    .map(([, digits]) => Number(digits))
    // A hundred per cent is wool, or recycled.
    .filter((percent) => percent > 0 && percent < 100);
  const half = phraseIn(text, language, (all) => all.half) === undefined ? [] : [50];
  const all = [...numbers, ...half];
  return all.length === 0 ? undefined : Math.max(...all);
}

type OfLanguage = (typeof words)[Language];

/** The campaign's language, and English: brands mix the two. */
function phraseIn(text: string, language: Language, of: (all: OfLanguage) => readonly string[]): string | undefined {
  const languages = [...new Set<Language>([language, 'en'])].map((each) => words[each]);
  let said = folded(text);
  for (const { notFree } of languages) for (const harmless of notFree) said = said.replaceAll(harmless, ' ');
  const has = (phrase: string): boolean =>
    new RegExp(`(?<![\\p{L}\\p{N}-])${phrase}(?![\\p{L}\\p{N}-])`, 'u').test(said);
  return languages.flatMap(of).find(has);
}

const folded = (text: string): string =>
  squeezed(text.normalize('NFKC'))
    .toLowerCase()
    .replaceAll(/[\u2018\u2019\u02bc]/g, "'")
    .replaceAll('\u00a0', ' ');

/** Letters of other alphabets, and colons, that look like ours. After https://www.unicode.org/reports/tr39/#Confusable_Detection */
const alike: Readonly<Record<string, string>> = {
  ...{
    а: 'a',
    е: 'e',
    є: 'e',
    ᴇ: 'e',
    ε: 'e',
    ҽ: 'e',
    ɛ: 'e',
    ꭼ: 'e',
    '℮': 'e',
    г: 'r',
    ʀ: 'r',
    ꭱ: 'r',
    ꮢ: 'r',
    ᖇ: 'r',
  },
  ...{ ꜰ: 'f', ғ: 'f', ϝ: 'f', ꞙ: 'f', ᴡ: 'w', ѡ: 'w', ԝ: 'w', ω: 'w', ꮃ: 'w', ᴅ: 'd', ԁ: 'd', ꭰ: 'd', ᗪ: 'd' },
  ...{ т: 't', τ: 't', ᴛ: 't', ѵ: 'v', ν: 'v', ᴠ: 'v', ɢ: 'g', ԍ: 'g', ᴘ: 'p', р: 'p', ρ: 'p', ѕ: 's', ꜱ: 's' },
  ...{ '꞉': ':', '∶': ':', ː: ':', '˸': ':', '։': ':', '׃': ':', '܃': ':', '᛬': ':', '⁚': ':', ꓽ: ':' },
};

/** As an eye reads it, at a glance. */
const latin = (text: string): string =>
  Array.from(
    squeezed(text.normalize('NFKC')).toLowerCase(),
    (letter) => alike[letter] ?? letter.normalize('NFD').charAt(0),
  ).join('');
