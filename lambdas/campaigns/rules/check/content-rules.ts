import type { Finding } from '#contract/campaigns.ts';
import { block, warn } from './judged.ts';
import type { Judged, Rule, Version } from './judged.ts';
import { isSecure } from './sender-rules.ts';
import type { ShownLink } from '../shown.ts';

/** So many findings of one kind are told; who has mended them is told the next. */
const mostOfAKind = 10;

/** Every link and where it stands in the message, the same one once. */
function linksOf({ versions }: Judged): { readonly link: ShownLink; readonly where: string }[] {
  const all = versions.flatMap(({ shown }) => shown.links.map((link, at) => ({ link, where: `links.${at}` })));
  return all.filter(
    ({ link }, at) => all.findIndex((each) => each.link.href === link.href && each.link.text === link.text) === at,
  );
}

const quoted = ({ text, href }: ShownLink): string =>
  text === '' ? `A link without words to ${href}` : `The link "${text}"`;

const each = (judged: Judged, judge: (link: ShownLink) => Omit<Finding, 'where'> | undefined): Finding[] =>
  linksOf(judged)
    .flatMap(({ link, where }) => {
      const found = judge(link);
      return found ? [{ ...found, where }] : [];
    })
    .slice(0, mostOfAKind);

/** ML-30: links are encrypted, lead somewhere, and run nothing. */
export const secureLinks: Rule = (judged) =>
  each(judged, (link) => {
    const { href } = link;
    if (href.startsWith(`${judged.publicUrl}/`) || /^(mailto|tel):./i.test(href)) return undefined;
    if (href === '' || href.startsWith('#'))
      return warn('ML-30', '', `${quoted(link)} leads nowhere.`, 'Give it an address, or make it plain text.');
    if (isSecure(href)) return undefined;
    return block(
      'ML-30',
      '',
      `${quoted(link)} leads to ${href}, which does not begin with https://.`,
      'Write its whole address, beginning with https://.',
    );
  });

/** ML-30: the same for pictures. */
export const securePictures: Rule = ({ versions }) =>
  unique(versions.flatMap(({ shown }) => shown.pictures.map(({ src }) => src)))
    .filter((src) => !src.startsWith('cid:') && !isSecure(src))
    .slice(0, mostOfAKind)
    .map((src, at) =>
      block(
        'ML-30',
        `pictures.${at}`,
        `A picture comes from ${src.startsWith('data:') ? 'the message itself (data:), where many programs do not show it' : `"${src}", which does not begin with https://`}.`,
        'Upload it under pictures, and use it from there.',
      ),
    );

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

/** CS-22: a link that reads as an address leads to that address. */
export const honestLinks: Rule = (judged) =>
  each(judged, (link) => {
    const reads = hostReadIn(link.text);
    const leads = hostOf(link.href);
    if (reads === undefined || leads === undefined || sameSite(reads, leads)) return undefined;
    return block(
      'CS-22',
      '',
      `The link reads "${link.text}" and leads to ${leads}.`,
      `Let it lead to ${reads}, or let its text say in words what is there.`,
    );
  });

/** Endings of files that people write with a dot. */
const files = /\.(pdf|docx?|xlsx?|pptx?|html?|js|ts|json|txt|csv|jpe?g|png|gif|zip|md|mp[34])$/i;

function hostReadIn(text: string): string | undefined {
  const typed = text.trim().toLowerCase();
  const address = /^[^\s@]+@([a-z0-9-]+(?:\.[a-z0-9-]+)+)$/.exec(typed);
  if (address) return address[1];
  const [, scheme, host] =
    /^(https?:\/\/|www\.(?=\S))?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})(?:[/:?#]\S*)?$/u.exec(typed) ?? [];
  if (host === undefined || (scheme === undefined && files.test(host))) return undefined;
  return hostOf(`https://${host}`);
}

function hostOf(href: string): string | undefined {
  const mail = /^mailto:[^@?]*@([^?&\s]+)/i.exec(href);
  if (mail) return mail[1]?.toLowerCase();
  return URL.canParse(href) ? new URL(href).hostname.replace(/^www\./, '') : undefined;
}

/** One is the other, or a part of it: shop.example.com and example.com are of one owner. */
const sameSite = (one: string, other: string): boolean =>
  one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);

/** The hosts of links and pictures that are worth asking the DNS about. */
export const hostsIn = ({ versions, publicUrl }: Pick<Judged, 'versions' | 'publicUrl'>): string[] =>
  unique(
    versions
      .flatMap(({ shown }) => [...shown.links.map(({ href }) => href), ...shown.pictures.map(({ src }) => src)])
      .filter((address) => /^https?:/i.test(address) && URL.canParse(address) && !address.startsWith(`${publicUrl}/`))
      .map((address) => new URL(address).hostname),
  );

/** ML-34: links lead to sites that there are. */
export const deadLinks: Rule = ({ deadHosts }) =>
  [...deadHosts]
    .slice(0, mostOfAKind)
    .map((host) =>
      warn(
        'ML-34',
        `links.${host}`,
        `Links lead to ${host}, which does not exist as far as the DNS knows.`,
        'Look for a slip of the pen in the address.',
      ),
    );

/** Gmail cuts off what is longer, and with it the ways to stop. */
export const cutOffAt = 102 * 1024;

/** ML-31 */
export const size: Rule = ({ versions }) => {
  const bytes = Math.max(0, ...versions.map(({ html }) => new TextEncoder().encode(html).length));
  return bytes <= cutOffAt
    ? []
    : [
        warn(
          'ML-31',
          'content',
          `The message has ${Math.ceil(bytes / 1024)} kB; Gmail cuts off what is beyond 102 kB, and with it the footer.`,
          'Shorten it, or take formatting out that was pasted from another program.',
        ),
      ];
};

/** ML-32: a picture says in words what it shows. */
export const altTexts: Rule = ({ versions }) => {
  const without = new Set(
    versions
      .flatMap(({ shown }) => shown.pictures.filter(({ alt, small }) => alt === undefined && !small))
      .map(({ src }) => src),
  );
  return without.size === 0
    ? []
    : [
        warn(
          'ML-32',
          'pictures',
          without.size === 1
            ? 'A picture has no alternative text.'
            : `${without.size} pictures have no alternative text.`,
          'Say in a few words what each shows: many people see the words first, or alone.',
        ),
      ];
};

/** ML-33: with pictures off there is still something to read. */
export const pictureBalance: Rule = ({ versions, client }) => {
  const bare = versions.some((version) => {
    const large = version.shown.pictures.filter(({ small }) => !small);
    return large.length > 0 && wordsOf(version, client.legalName) < 100;
  });
  return bare
    ? [
        warn(
          'ML-33',
          'content',
          'The message is nearly all picture: with pictures off, little is left to read.',
          'Write what the pictures say as text, 100 characters at least.',
        ),
      ]
    : [];
};

/** Characters besides the footer, which is in every message: it begins with the name in the register, or ends by the ways to stop. */
function wordsOf({ shown, unsubscribeUrl }: Version, legalName: string): number {
  const foot = shown.text.lastIndexOf(legalName);
  const body = foot > 0 ? shown.text.slice(0, foot) : shown.text;
  const links = shown.links
    .filter(({ href }) => href === unsubscribeUrl)
    .reduce((sum, { text }) => sum + text.length, 0);
  return body.length - (foot > 0 ? 0 : links);
}

/** ML-35: Gmail: no hidden content. */
export const hiddenText: Rule = ({ versions }) => {
  const most = Math.max(0, ...versions.map(({ shown }) => shown.hiddenText.length));
  return most <= 200
    ? []
    : [
        warn(
          'ML-35',
          'content',
          `${most} characters of the message are hidden by their style.`,
          'Take them out: mailbox providers take hidden text for a trick.',
        ),
      ];
};

/** What cannot be made cannot be judged, nor sent. */
export const renders: Rule = ({ unrendered }) =>
  unrendered
    .slice(0, 1)
    .map((why) =>
      block(
        'ML-36',
        'content',
        `The message could not be made (${why}).`,
        'Look at the preview: it shows where it stops.',
      ),
    );
