import { tagsOf } from './events.ts';
import { bare, recipientsOf } from './mailbox.ts';
import type { Kept } from './mailbox.ts';

/** A line of the inbox. */
export const lineOf = (mail: Kept) => ({
  id: mail.id,
  at: mail.at,
  from: bare(mail.asked.FromEmailAddress),
  brand: nameOf(mail.asked.FromEmailAddress),
  to: recipientsOf(mail)[0] ?? '',
  subject: mail.subject,
  tracked: mail.trackedLinks !== undefined,
  outcomes: mail.outcomes,
});

/** All about a mail. Headers by name, as they were sent. */
export const mailOf = (mail: Kept) => ({
  ...lineOf(mail),
  headers: Object.fromEntries(mail.headers.map(({ name, value }) => [name, value])),
  html: mail.html,
  text: mail.text,
  links: linksOf(mail),
  configurationSet: mail.asked.ConfigurationSetName,
  tenant: mail.asked.TenantName,
  tags: tagsOf(mail),
  bytes: mail.raw.byteLength,
  attachments: mail.attachments.map(({ fileName, contentType, contentId, data }) => ({
    fileName,
    contentType,
    contentId,
    bytes: data.byteLength,
  })),
});

/** As a mail program shows it: pictures that came along stand where the HTML names them. */
export const shownHtml = ({ html = '', attachments }: Kept): string =>
  attachments.reduce(
    (shown, { contentId, contentType, data }) =>
      contentId === undefined
        ? shown
        : shown.replaceAll(`"cid:${contentId}"`, () => `"data:${contentType};base64,${data.toString('base64')}"`),
    html,
  );

/** Of the text part, then those that the HTML part alone has. */
function linksOf({ html = '', text = '' }: Kept): string[] {
  const inText = text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
  const inHtml = [...html.matchAll(/<a\b[^>]*\bhref="(https?:[^"]+)"/gi)].map(([, url = '']) =>
    url.replaceAll('&amp;', '&'),
  );
  return [...new Set([...inText, ...inHtml])];
}

/** The one-click address of RFC 8058, where a mail has it. */
export function oneClickUrl(mail: Kept): string | undefined {
  const header = (wanted: string) => mail.headers.find(({ name }) => name.toLowerCase() === wanted)?.value;
  if (header('list-unsubscribe-post') !== 'List-Unsubscribe=One-Click') return undefined;
  return /<(https?:[^>]+)>/.exec(header('list-unsubscribe') ?? '')?.[1];
}

function nameOf(from: string): string {
  const name = from.replace(/<[^<>]*>\s*$/, '').trim();
  const encoded = /^=\?utf-8\?b\?([^?]*)\?=$/i.exec(name);
  if (encoded) return Buffer.from(encoded[1] ?? '', 'base64').toString('utf8');
  return name.replace(/^"(.*)"$/, '$1').replaceAll(/\\(.)/g, '$1') || from;
}
