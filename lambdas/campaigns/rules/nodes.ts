import type { CheerioAPI } from 'cheerio';

/** Nodes as cheerio has them, of HTML (parse5) and of MJML (htmlparser2) alike. */
export type Document = ReturnType<CheerioAPI['root']>[number];
export type Node = Document['children'][number];
export type Element = Extract<Node, { attribs: unknown }>;
export type Text = Extract<Node, { nodeType: 3 }>;
export type Comment = Extract<Node, { nodeType: 8 }>;

export const isElement = (node: Node): node is Element => 'attribs' in node;
export const isText = (node: Node): node is Text => node.nodeType === 3;
export const isComment = (node: Node): node is Comment => node.nodeType === 8;

/** Of a style, which has nothing but text in it. */
export const textOf = (element: Element): string =>
  element.children.map((child) => (isText(child) ? child.data : '')).join('');
