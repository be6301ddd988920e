import type { Finding } from '#contract/campaigns.ts';
import type { PostalAddress } from '#contract/clients.ts';
import type { Language } from '#contract/common.ts';
import { block, warn } from './judged.ts';
import type { Rule, Version } from './judged.ts';
import { squeezed } from '../shown.ts';

/** CS-04: where the sender can be found stands in both parts, for everybody, and can be read. */
export const postalAddress: Rule = ({ client, versions }) => {
  const fix = 'Put the footer block at the end, or write the postal address of the profile where everybody reads it.';
  const found = versions.flatMap(({ of, shown, text }): Finding[] => [
    ...inWhich(holds(shown.text, client.postalAddress), () =>
      block(
        'CS-04',
        'content',
        `The postal address is not to be seen in the message (${of}).${hiddenIn(shown.hiddenText, client.postalAddress)}`,
        fix,
      ),
    ),
    ...inWhich(holds(text, client.postalAddress), () =>
      block(
        'CS-04',
        'text',
        `The postal address does not stand in the plain text (${of}).`,
        'Add the postal address of the profile at the end of the plain text.',
      ),
    ),
  ]);
  return firstOfEach(found);
};

const inWhich = (fine: boolean, otherwise: () => Finding): Finding[] => (fine ? [] : [otherwise()]);

/** The same place is told of once, for whomever it was found first. */
const firstOfEach = (found: readonly Finding[]): Finding[] =>
  found.filter(({ rule, where }, at) => found.findIndex((each) => each.rule === rule && each.where === where) === at);

const hiddenIn = (hidden: string, address: PostalAddress): string =>
  holds(hidden, address) ? ' It is there, and hidden by its style.' : '';

function holds(text: string, { street, postalCode, city }: PostalAddress): boolean {
  const said = lettersOf(text);
  return [street, postalCode ?? '', city].every((part) => said.includes(lettersOf(part)));
}

/** However it is broken into lines, and with whatever commas. */
const lettersOf = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');

/** CS-05, ML-20: in both parts, for everybody, a link that stops it and says so. */
export const unsubscribeLink: Rule = ({ versions }) => firstOfEach(versions.flatMap(wayOutOf));

function wayOutOf({ of, shown, text, unsubscribeUrl }: Version): Finding[] {
  const links = shown.links.filter(({ href }) => href === unsubscribeUrl);
  const seen = links.filter(({ visible }) => visible);
  const fix = 'Put the footer block at the end, or a link to {{ unsubscribe_url }} that says "Unsubscribe".';
  const found: Finding[] = [];
  if (links.length === 0) found.push(block('CS-05', 'content', `The message has no link to unsubscribe (${of}).`, fix));
  else if (seen.length === 0)
    found.push(block('CS-05', 'content', `The link to unsubscribe is there and cannot be seen (${of}).`, fix));
  else if (!seen.some((link) => /\p{L}{3}/u.test(link.text)))
    found.push(block('CS-05', 'content', `The link to unsubscribe does not say what it does (${of}).`, fix));
  else if (!seen.some((link) => saysStop.test(link.text)))
    found.push(
      warn(
        'CS-05',
        'content',
        `The link to unsubscribe reads "${seen[0]?.text ?? ''}", and people may not see that it stops the mail.`,
        'Let it read "Unsubscribe", in the language of the message.',
      ),
    );
  if (!text.includes(unsubscribeUrl))
    found.push(
      block(
        'CS-05',
        'text',
        `The plain text has no address to unsubscribe at (${of}).`,
        'Add {{ unsubscribe_url }} at the end of the plain text.',
      ),
    );
  return found;
}

const saysStop =
  /unsubscribe|opt[ -]?out|stop (this|these|all|getting|receiving)|abmelden|abbestell|austragen|désinscri|désabonn|se désinscrire|darse de baja|cancelar (la|su|mi) suscripción|baja/i;

/** Each is what the law's word is in the language; English is understood everywhere. */
const notices: Readonly<Record<Language, RegExp>> = {
  en: /\b(advertisement|advertising|advert|marketing (message|e-?mail)|promotional (message|e-?mail)|this is an? ad\b)/i,
  de: /\b(werbung|anzeige|werbe-?e?-?mail|werbliche|werbemitteilung)/i,
  fr: /(publicité|publicitaire|communication commerciale|message commercial|message promotionnel)/i,
  es: /(publicidad|publicitari[oa]|comunicación comercial|mensaje comercial|mensaje promocional)/i,
};
const exampleNotices: Readonly<Record<Language, string>> = {
  en: 'Advertisement from',
  de: 'Werbung von',
  fr: 'Publicité de',
  es: 'Publicidad de',
};

/** CS-03: who did not consent is told that it is an advertisement. 15 USC 7704(a)(5)(B) spares those who did. */
export const advertisement: Rule = ({ bases, draft, client, versions }) => {
  const others = bases.filter((basis) => basis !== 'consent');
  if (others.length === 0) return [];
  const says = (text: string): boolean => notices[draft.language].test(text) || notices.en.test(text);
  const why = `Some people are mailed without their consent (${others.map((basis) => basis.replaceAll('_', ' ')).join(', ')})`;
  const line = `"${exampleNotices[draft.language]} ${client.brand}"`;
  const found: Finding[] = [];
  if (versions.some(({ shown, subject }) => !says(`${subject} ${shown.text}`)))
    found.push(
      block(
        'CS-03',
        'content',
        `${why}, and the message does not say that it is an advertisement.`,
        `Add a line such as ${line} where everybody reads it, or send to people who consented alone.`,
      ),
    );
  if (versions.some(({ text, subject }) => !says(`${subject} ${text}`)))
    found.push(
      block(
        'CS-03',
        'text',
        `${why}, and the plain text does not say that it is an advertisement.`,
        `Add a line such as ${line} to the plain text.`,
      ),
    );
  return found;
};

/** CS-16: with others' offers in it, the client is the designated sender of 16 CFR 316.2(m), and has to be seen as such. */
export const advertisers: Rule = ({ draft, client, versions }) => {
  const others = draft.claims.advertisers.filter((name) => lettersOf(name) !== lettersOf(client.brand));
  if (others.length === 0) return [];
  const where = 'claims.advertisers';
  const named = ({ shown }: Version): boolean =>
    [client.brand, client.legalName].some((name) => lettersOf(shown.text).includes(lettersOf(name)));
  if (!versions.every(named))
    return [
      block(
        'CS-16',
        where,
        `The message advertises for ${others.join(', ')} too, and does not name ${client.brand}, whose mail it is.`,
        `Name ${client.brand} in the message, for example in the footer.`,
      ),
    ];
  return [
    warn(
      'CS-16',
      where,
      `The message advertises for ${others.join(', ')} too. ${client.brand} answers for it: its own offer has to be in it, and who unsubscribes does so from ${client.brand}.`,
      'Confirm with a reason that an offer of your own is part of the message.',
    ),
  ];
};

/** CS-20: who reads text alone reads all of it. */
export const plainText: Rule = ({ versions }) =>
  firstOfEach(
    versions.flatMap(({ text, shown }): Finding[] => {
      const letters = squeezed(text).length;
      if (letters === 0)
        return [
          block(
            'CS-20',
            'text',
            'The plain text is empty.',
            'Clear it, so that it is made from the content, or write what the message says.',
          ),
        ];
      if (shown.text.length < 400 || letters > shown.text.length / 4) return [];
      return [
        warn(
          'CS-20',
          'text',
          'The plain text says much less than the message.',
          'Clear it, so that it is made from the content, or add what is missing.',
        ),
      ];
    }),
  );
