import type { CheerioAPI } from 'cheerio';
import type { CampaignDraft, Content } from '#contract/campaigns.ts';
import type { FieldDefinition } from '#contract/contacts.ts';
import { sha256OfJson } from '#lambdas/platform/canonical-json.ts';
import { DomainError } from '#lambdas/platform/errors.ts';
import type { Placed } from './rules/blocks.ts';
import type { CompiledContent } from './rules/compiled.ts';
import { complete, withoutGaps } from './rules/complete.ts';
import { footerOf, missingOf, ownFooter } from './rules/footer.ts';
import type { Footer, Sender } from './rules/footer.ts';
import { liquid, plain } from './rules/liquid.ts';
import { commentsAsTags, linkFields, marksOf } from './rules/marks.ts';
import type { Marks, Problem } from './rules/marks.ts';
import { linkFieldOf, placeLiquid } from './rules/place-liquid.ts';
import { readContent } from './rules/read-content.ts';
import { textOfHtml } from './rules/text-part.ts';
import { tidyText } from './rules/tidy-text.ts';
import { shownIn } from './rules/shown.ts';
import { writtenText } from './rules/written-text.ts';

/** What a campaign is compiled with, beside what its author wrote. */
export interface CompileWith {
  readonly client: Sender['client'];
  readonly listTitle: string;
  /** Of contacts of the list; `first_name` and `last_name` are known of everybody. */
  readonly fields: readonly FieldDefinition[];
  /** A picture of this client; undefined for whatever is not. */
  readonly picture: (pictureId: string) => Promise<MailPicture | undefined>;
  /** Where the draft stands in what was sent: before the paths of its problems. */
  readonly within?: string;
}

export interface MailPicture {
  readonly url: string;
  readonly width: number;
}

/** docs/limits.md. Mail programs cut off what is over 102 kB; more than this is not even kept. */
export const contentLimits = {
  htmlBytes: 150_000,
  textBytes: 60_000,
  links: 200,
  pictures: 50,
  personalPictures: 3,
} as const;
const mostProblems = 50;

/**
 * From what an author wrote to what is filled in for each person: blocks become MJML, MJML becomes HTML, HTML is read as a
 * browser reads it and judged, and only then the Liquid is put back, each piece where it can do no harm.
 * @throws DomainError invalid_fields, with every problem and its place
 */
export async function compile(draft: CampaignDraft, given: CompileWith): Promise<CompiledContent> {
  const webCopy = draft.webCopyDays > 0;
  const marks = marksOf(knownFields(given.fields, webCopy));
  const sender: Sender = { client: given.client, listTitle: given.listTitle, language: draft.language, webCopy };
  const footer = footerOf(sender);
  const output = remembered(marks.ownOutput);

  const subject = marks.take(draft.subject, 'subject').text;
  const subjectB = draft.variants && marks.take(draft.variants.subjectB, 'variants.subjectB').text;
  const preheader =
    draft.preheader === undefined ? undefined : marks.take(draft.preheader, 'preheader', { tags: false }).text;
  const pictures = await picturesIn(draft.content, given.picture);
  const widthOf = (pictureId: string): number | undefined => pictures.get(pictureId)?.width;
  const { $, personal } = await readContent(draft, { marks, footer, widthOf });

  const root = $.root()[0];
  if (!root) throw new Error('a document without a root');
  placeLiquid(root, marks, [subject, subjectB, preheader]);
  const shown = showPictures($, marks, pictures, draft.content.kind);
  if (draft.content.kind !== 'blocks') addFooter($, marks, { footer, sender, output });
  const links = linksOf($, marks);
  withoutGaps(root);
  const text =
    draft.text === undefined
      ? textOfHtml(commentsAsTags($.html()))
      : writtenText(draft.text, marks, { footer, sender, output });
  // Of a condition in a title only one branch would be read.
  complete($, { language: draft.language, subject: given.client.brand, preheader });
  const body = { html: marks.restore(htmlOf($)), text: tidyText(marks.restore(withoutBraces(text))) };
  const personalPictures = personalOf(draft.content, personal, marks);
  limit(marks, body, { links: links.length, pictures: shown.length, personalPictures: personalPictures.length });
  refuse(marks.problems, given.within ?? '');
  judgeWhole(body);

  const compiled = {
    v: 1 as const,
    language: draft.language,
    subject: marks.restore(subject),
    ...(subjectB === undefined ? {} : { subjectB: marks.restore(subjectB) }),
    ...(preheader === undefined ? {} : { preheader: marks.restore(preheader) }),
    ...body,
    missing: draft.missing,
    fields: [...marks.used].filter((field) => !isLinkField(field)).sort(),
    links,
    pictures: shown,
    personalPictures,
  };
  const { from, claims } = draft;
  return { ...compiled, contentHash: sha256OfJson({ ...compiled, from, claims }) };
}

const isLinkField = (field: string): boolean => linkFields.some((each) => each === field);

function knownFields(fields: readonly FieldDefinition[], webCopy: boolean): ReadonlySet<string> {
  const links = linkFields.filter((field) => webCopy || field !== 'web_copy_url');
  return new Set(['first_name', 'last_name', ...fields.map(({ key }) => key), ...links]);
}

function remembered(make: (field: string) => string): (field: string) => string {
  const made = new Map<string, string>();
  return (field) => {
    const known = made.get(field) ?? make(field);
    made.set(field, known);
    return known;
  };
}

/** All pictures that it names, each looked up once. */
async function picturesIn(content: Content, find: CompileWith['picture']): Promise<ReadonlyMap<string, MailPicture>> {
  const named =
    content.kind === 'blocks'
      ? JSON.stringify(content.blocks).matchAll(/"pictureId":"([A-Za-z0-9_-]{16})"/g)
      : content.source.matchAll(/picture:([A-Za-z0-9_-]{16})\b/g);
  const ids = [...new Set([...named].map(([, id = '']) => id))].slice(0, contentLimits.pictures);
  const found = await Promise.all(ids.map(async (id) => [id, await find(id)] as const));
  return new Map(found.flatMap(([id, picture]) => (picture ? [[id, picture] as const] : [])));
}

/** Pictures get the address that they are served by. */
function showPictures(
  $: CheerioAPI,
  marks: Marks,
  pictures: ReadonlyMap<string, MailPicture>,
  kind: Content['kind'],
): CompiledContent['pictures'] {
  return $('img')
    .toArray()
    .flatMap((image) => {
      const { src = '', alt = '' } = image.attribs;
      if (src.startsWith('cid:')) return [];
      const pictureId = /^picture:(.*)$/.exec(src.trim())?.[1];
      const said = marks.restore(alt);
      if (pictureId === undefined) return [{ alt: said }];
      const picture = pictures.get(pictureId);
      if (picture) image.attribs.src = picture.url;
      else if (kind !== 'blocks')
        marks.add({ path: 'content.source', message: `${pictureId.slice(0, 40)} is not a picture of this client` });
      return [{ pictureId, alt: said }];
    });
}

/** What the author has not said, or has said where nobody sees it, is said below (CS-04, CS-05). */
function addFooter(
  $: CheerioAPI,
  marks: Marks,
  { footer, sender, output }: { footer: Footer; sender: Sender; output: (field: string) => string },
): void {
  const { text, links } = shownIn($);
  const fields = new Set(links.flatMap(({ href, visible }) => (visible ? (linkFieldOf(href, marks) ?? []) : [])));
  const missing = missingOf(footer, sender, { text, fields });
  if (missing) $('body').append(ownFooter(missing, output));
}

/** Each link that is counted says which it is (`link:3`): its place among the links, or that of the first with the same address. */
function linksOf($: CheerioAPI, marks: Marks): CompiledContent['links'] {
  const links = $('a[href]')
    .toArray()
    .map((anchor) => ({
      anchor,
      href: marks.restore(anchor.attribs.href ?? ''),
      text: marks.restore(($(anchor).text() || $(anchor).find('img').attr('alt') || '').replaceAll(/\s+/g, ' ').trim()),
    }));
  for (const { anchor, href } of links)
    if (!('ses:no-track' in anchor.attribs))
      anchor.attribs['ses:tags'] = `link:${links.findIndex((each) => each.href === href)};`;
  return links.map(({ href, text }) => ({ href, text }));
}

/** Braces that are no Liquid of the author's stay braces. */
const htmlOf = ($: CheerioAPI): string => {
  const html = $.html().replaceAll(/\{(?=[{%])/g, '&#123;');
  return /^<!doctype/i.test(html) ? html : `<!doctype html>${html}`;
};
const withoutBraces = (text: string): string => text.replaceAll(/\{(?=[{%])/g, '{ ');

function personalOf(content: Content, placed: readonly Placed[], marks: Marks): CompiledContent['personalPictures'] {
  if (content.kind !== 'blocks') return [];
  const { accent, paper, ink } = content.theme;
  return placed.map(({ block, path, contentId }) => ({
    contentId,
    design: block.design,
    text: marks.restore(marks.take(block.text, `${path}.text`).text),
    ...(block.caption === undefined ? {} : { caption: block.caption }),
    alt: block.alt,
    accent,
    paper,
    ink,
  }));
}

function limit(
  marks: Marks,
  { html, text }: { readonly html: string; readonly text: string },
  counts: { readonly links: number; readonly pictures: number; readonly personalPictures: number },
): void {
  const measured = { ...counts, htmlBytes: Buffer.byteLength(html), textBytes: Buffer.byteLength(text) };
  const names = {
    htmlBytes: 'bytes of HTML',
    textBytes: 'bytes of text',
    links: 'links',
    pictures: 'pictures',
    personalPictures: 'personal pictures',
  } as const;
  for (const kind of ['htmlBytes', 'textBytes', 'links', 'pictures', 'personalPictures'] as const)
    if (measured[kind] > contentLimits[kind])
      marks.add({ path: 'content', message: `has ${measured[kind]} ${names[kind]}, at most ${contentLimits[kind]}` });
}

function refuse(problems: readonly Problem[], within: string): void {
  const different = new Map(problems.map((problem) => [`${problem.path} ${problem.message}`, problem]));
  if (different.size === 0) return;
  const fields = [...different.values()]
    .slice(0, mostProblems)
    .map(({ path, message }) => ({ path: `${within}${path}`, message }));
  throw new DomainError('invalid_fields', 'some of the content is not as it should be', { fields });
}

/** What was put together is Liquid again. @throws when it is not: a fault of ours */
function judgeWhole(body: { readonly html: string; readonly text: string }): void {
  const engine = liquid({ escape: plain, strict: true });
  engine.parse(body.html);
  engine.parse(body.text);
}
