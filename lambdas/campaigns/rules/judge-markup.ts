import { load } from 'cheerio';
import { hasMark, lonelyTagMark } from './marks.ts';
import { isComment, isElement, isText, textOf } from './nodes.ts';
import type { Document, Element, Node } from './nodes.ts';

/** What is wrong with an element, and which. */
export interface Objection {
  readonly node: Node;
  readonly message: string;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const elements = words(`html head body title meta style
  a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em
  figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section
  small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr`);

const attributes = words(`abbr align alt bgcolor border cellpadding cellspacing charset cite class color colspan content
  datetime dir face height hidden href hspace http-equiv id lang media name nowrap rel role rowspan scope size span src start
  style target title type valign vspace width xmlns ses:no-track ses:tags`);
const attributeFamilies = /^(aria|data)-[a-z0-9-]+$|^xmlns:[a-z]$/;

const metaNames = words(
  'viewport color-scheme supported-color-schemes x-apple-disable-message-reformatting format-detection description robots',
);
const metaEquivalents = words('content-type x-ua-compatible content-language');

/** Why an element may not be there. Others are simply none that mail programs show. */
const reasons: Readonly<Record<string, string>> = {
  script: 'a mail may not carry a script',
  noscript: 'a mail may not carry a script, nor what stands in its place',
  form: 'a mail may not hold a form: link to a page that has it',
  input: 'a mail may not ask for input: link to a page that does',
  button: 'a mail may not ask for input: make it a link',
  select: 'a mail may not ask for input: link to a page that does',
  textarea: 'a mail may not ask for input: link to a page that does',
  link: 'styles and fonts from elsewhere are not loaded: put styles into <style>, and name fonts that people have',
  base: 'a mail may not change where its links lead',
  iframe: 'a mail may not show another page',
  'mj-include': 'files are not read from here: put their content in its place',
  'mj-raw': 'raw markup is not taken: use the elements of MJML, or write the whole mail as HTML',
  'mj-font': 'fonts from elsewhere are not loaded: name fonts that people have',
};

/** Elements of MJML that are taken. Carousels and menus need a browser that few mail programs are. */
const mjml = words(`mjml mj-head mj-body mj-attributes mj-all mj-class mj-title mj-preview mj-style mj-breakpoint
  mj-section mj-wrapper mj-group mj-column mj-text mj-button mj-image mj-divider mj-spacer mj-table mj-hero`);

/** Everything that a mail may not hold, wherever it comes from. Nothing is taken out in silence: who wrote it is told. */
export function objectionsTo(root: Document, of: 'html' | 'mjml'): Objection[] {
  const found: Objection[] = [];
  const walk = (node: Node): void => {
    const object = (message: string): void => {
      found.push({ node, message });
    };
    if (isComment(node)) judgeComment(node.data, object);
    if (isElement(node)) {
      judgeElement(node, of, object);
      node.children.forEach(walk);
    } else if (!isText(node) && !isComment(node) && !('name' in node && /^!doctype$/i.test(node.name)))
      object('is not HTML');
  };
  root.children.forEach(walk);
  return found;
}

type Object = (message: string) => void;

function judgeElement(element: Element, of: 'html' | 'mjml', object: Object): void {
  const { name, attribs } = element;
  const inMjml = of === 'mjml' && name.startsWith('mj');
  // Told by whoever looks where Liquid stands.
  if (hasMark(name)) return;
  if (!(inMjml ? mjml : elements).has(name)) {
    object(`<${shown(name)}>: ${reasons[name] ?? 'is not an element of a mail'}`);
    return;
  }
  for (const [attribute, value] of Object.entries(attribs)) judgeAttribute(element, attribute, value, inMjml, object);
  if (name === 'style' || name === 'mj-style') judgeCss(textOf(element), `<${name}>`, object);
  if (name === 'meta') judgeMeta(attribs, object);
}

function judgeAttribute(element: Element, attribute: string, value: string, inMjml: boolean, object: Object): void {
  const where = `${shown(attribute)} of <${shown(element.name)}>`;
  const name = attribute.toLowerCase();
  if (hasMark(name)) return;
  if (name.startsWith('on')) object(`${where}: a mail may not carry a script`);
  else if (!inMjml && !attributes.has(name) && !attributeFamilies.test(name))
    object(`${where}: is not an attribute of a mail`);
  if (name === 'href' || name.endsWith('-href') || name === 'action') judgeHref(value, where, object);
  if (name === 'src' || name.endsWith('background-url') || name.endsWith('-src')) judgeSource(value, where, object);
  if (name === 'style' || inMjml) judgeCss(value, where, object);
}

/** What a link may be. Where its Liquid stands is judged apart. */
function judgeHref(value: string, where: string, object: Object): void {
  const href = withoutSpaces(value);
  if (/^https?:\/\/[^/?#]*@/i.test(href)) object(`${where}: an address may not carry a user name`);
  if (hasMark(href) && /^\uE000/.test(href)) return;
  if (href === '' || /^(https?:\/\/[^/?#]|mailto:|tel:|#)/i.test(href)) return;
  object(`${where}: leads to ${shown(href)}; an address begins with https://, mailto: or tel:`);
}

function judgeSource(value: string, where: string, object: Object): void {
  if (hasMark(value)) object(`${where}: a picture's address may not differ by person, or it tells who looks`);
  else if (!/^(https:\/\/[^/?#@]+([/?#]|$)|picture:|cid:)/i.test(withoutSpaces(value)))
    object(`${where}: a picture is one of yours (picture: and its id) or begins with https://`);
}

/** Styles may shape a mail; they may load nothing and run nothing. Escapes are refused, for what they can spell. */
function judgeCss(css: string, where: string, object: Object): void {
  const bare = css.replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const found =
    /@import|@font-face|@namespace|url\s*\(|image-set\s*\(|expression\s*\(|behaviou?r\s*:|-moz-binding|javascript:|<\/?\w|<!--|\\/i.exec(
      bare,
    );
  if (found) object(`${where}: ${shown(found[0])} is not taken: styles from elsewhere are not loaded, nothing runs`);
}

function judgeMeta(attribs: Readonly<Record<string, string>>, object: Object): void {
  const { charset, name, 'http-equiv': equivalent } = attribs;
  if (equivalent !== undefined && !metaEquivalents.has(equivalent.toLowerCase()))
    object(`<meta http-equiv="${shown(equivalent)}">: is not taken in a mail`);
  else if (charset === undefined && equivalent === undefined && !metaNames.has((name ?? '').toLowerCase()))
    object(`<meta name="${shown(name ?? '')}">: is not taken in a mail`);
}

/** Outlook reads what stands in its conditional comments: what is in there is judged like the rest. */
function judgeComment(data: string, object: Object): void {
  if (lonelyTagMark.test(data)) return;
  if (hasMark(data)) object('Liquid may not stand in a comment');
  const inside = conditional.exec(data)?.[1];
  if (inside === undefined) return;
  const node = load(inside, null, false).root()[0];
  if (!node) return;
  const walk = (each: Node): void => {
    if (!isElement(each)) return;
    const { name, attribs } = each;
    if (!elements.has(name) && !/^([vow]:[a-z]+|xml|noscript)$/.test(name))
      object(`<${shown(name)}> for Outlook: ${reasons[name] ?? 'is not an element of a mail'}`);
    for (const [attribute, value] of Object.entries(attribs)) judgeOutlook(name, attribute, value, object);
    if (name === 'style') judgeCss(textOf(each), '<style> for Outlook', object);
    if (name === 'meta') judgeMeta(attribs, object);
    each.children.forEach(walk);
  };
  node.children.forEach(walk);
}

export const conditional = /^\[if [^\]]{1,80}\]>([\s\S]*)$/;
/** The second half of `<!--[if !mso]><!--> … <!--<![endif]-->`. */
export const conditionalEnd = /^<!\[endif\]$/;

function judgeOutlook(element: string, attribute: string, value: string, object: Object): void {
  const where = `${shown(attribute)} of <${shown(element)}> for Outlook`;
  if (/^on/i.test(attribute)) object(`${where}: a mail may not carry a script`);
  if (/^(href|action)$/i.test(attribute)) judgeHref(value, where, object);
  if (/^src$/i.test(attribute)) judgeSource(value, where, object);
  if (/^style$/i.test(attribute)) judgeCss(value, where, object);
}

// Browsers leave tabs and line breaks out of an address before they read it.
// eslint-disable-next-line no-control-regex -- control characters are what is left out
const withoutSpaces = (value: string): string => value.replaceAll(/[\u0000-\u0020]+/g, '');
const shown = (text: string): string => text.replaceAll(/[\uE000\uE001]/g, '').slice(0, 60);
