import { load } from 'cheerio';
import { objectionsTo } from './judge-markup.ts';
import { lonelyTagMark } from './marks.ts';
import { isComment, isElement } from './nodes.ts';
import type { Node } from './nodes.ts';

export interface MjmlObjection {
  /** In the source. */
  readonly offset: number;
  readonly message: string;
}

/**
 * MJML before it is compiled, while places are those of its author. Comments in it are conditions: between columns one
 * would part what Outlook is told from what others see.
 */
export function objectionsToMjml(source: string): MjmlObjection[] {
  const root = load(source, { xml: { decodeEntities: true, withStartIndices: true } }).root()[0];
  if (!root) return [];
  const found = objectionsTo(root, 'mjml').map(({ node, message }) => ({ offset: node.startIndex ?? 0, message }));
  const walk = (node: Node): void => {
    if (!isElement(node)) return;
    const parts = new Set(['mj-section', 'mj-group', 'mjml', 'mj-head']);
    if (parts.has(node.name))
      for (const child of node.children)
        if (isComment(child) && lonelyTagMark.test(child.data))
          found.push({
            offset: child.startIndex ?? 0,
            message: `a condition may not stand in <${node.name}>: put it around the section, or inside the column`,
          });
    node.children.forEach(walk);
  };
  root.children.forEach(walk);
  return found;
}

/** @returns what MJML itself objects to, beside what it made all the same */
export async function htmlOfMjml(mjml: string): Promise<{ readonly html: string; readonly objections: string[] }> {
  // A megabyte, which only who writes a campaign has to wait for.
  const { default: mjml2html } = await import('mjml');
  try {
    const { html, errors } = await mjml2html(mjml, { fonts: {}, validationLevel: 'soft', ignoreIncludes: true });
    return { html, objections: errors.map(({ line, message, tagName }) => `line ${line}: <${tagName}>: ${message}`) };
  } catch (error) {
    return { html: '', objections: [error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'is not MJML'] };
  }
}
