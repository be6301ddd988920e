import { inAddress, linkFields, lonelyTagMark, outputMarks } from './marks.ts';
import type { Mark, Marks } from './marks.ts';
import { isComment, isElement, isText } from './nodes.ts';
import type { Document, Element, Node } from './nodes.ts';

const readable = new Set(['alt', 'title', 'aria-label']);
const anyNumber = /\uE000[out](\d+)\uE001/g;

/**
 * Looks where each piece of Liquid came to stand, now that the markup has been read as a browser reads it. A value may be
 * text, or the text of an attribute that people read, or a piece of a link's path or query; conditions begin and end among
 * the same siblings. Thus no value can be markup, style, script or somebody else's address, and no branch leaves an element
 * open.
 * @param elsewhere what stands outside of the document: its Liquid is not missed there
 */
export function placeLiquid(root: Document, marks: Marks, elsewhere: readonly (string | undefined)[]): void {
  const seen = new Set(elsewhere.flatMap((text) => numbersIn(text ?? '')));
  const refuse = (numbers: readonly number[], message: string): void => {
    for (const number of numbers) {
      const mark = marks.all[number];
      if (mark) marks.add({ path: mark.path, message: `${mark.at}${message}` });
    }
  };
  const note = (text: string): number[] => {
    const numbers = numbersIn(text);
    for (const number of numbers) seen.add(number);
    return numbers;
  };

  const walk = (parent: Document | Element): void => {
    if (isSiblings(parent)) balance(parent.children, marks.all, refuse);
    for (const node of parent.children) {
      if (isText(node)) text(node.data, parent);
      else if (isComment(node)) comment(node.data);
      if (!isElement(node)) continue;
      refuse(note(node.name), 'Liquid may not name an element');
      for (const [name, value] of Object.entries(node.attribs)) node.attribs[name] = attribute(node, name, value);
      walk(node);
    }
  };

  const text = (data: string, parent: Node | Document): void => {
    const numbers = note(data);
    const raw = 'name' in parent && (parent.name === 'style' || parent.name === 'script');
    if (raw) refuse(numbers, 'Liquid may not stand in styles');
    else
      refuse(
        numbers.filter((number) => marks.all[number]?.kind === 'tag'),
        'a condition may not stand here',
      );
  };

  const comment = (data: string): void => {
    const numbers = note(data);
    if (!lonelyTagMark.test(data)) refuse(numbers, 'Liquid may not stand in a comment');
  };

  const attribute = (element: Element, name: string, value: string): string => {
    refuse(note(name), 'Liquid may not name an attribute');
    const numbers = note(value);
    if (numbers.length === 0) return value;
    if (numbers.some((number) => marks.all[number]?.kind === 'tag'))
      refuse(numbers, `a condition may not stand in ${name}: put it around the element`);
    else if (name === 'href') return address(value, numbers);
    else if (!readable.has(name))
      refuse(numbers, `Liquid may not stand in ${name} of <${element.name}>: only in text, links, alt and title`);
    return value;
  };

  const address = (value: string, numbers: readonly number[]): string => {
    const [only] = numbers;
    const mark = only === undefined ? undefined : marks.all[only];
    const isLink = linkFields.some((field) => field === mark?.inner);
    if (isLink && /^\s*\uE000o\d+\uE001\s*$/.test(value)) return value.trim();
    const start = /^\s*(?:https?:\/\/[^/?#\\\uE000]+[/?#]|mailto:[^?\uE000]*\?|tel:$)/i.exec(value);
    if (!start)
      refuse(numbers, 'a value may stand in the path or the query of a link, never say where it leads: https://host/…');
    return inAddress(value);
  };

  walk(root);
  const lost = marks.all.flatMap((mark, number) => (seen.has(number) || mark.path === '' ? [] : [number]));
  refuse(lost, 'stands where nothing of it would be seen');
}

const isSiblings = (parent: Document | Element): boolean => parent.children.some(isComment);

/** Each condition begins and ends here, and its parts are in order. */
function balance(
  siblings: readonly Node[],
  all: readonly Mark[],
  refuse: (numbers: readonly number[], message: string) => void,
): void {
  const open: { readonly name: string; readonly number: number }[] = [];
  for (const node of siblings) {
    const number = isComment(node) ? Number(lonelyTagMark.exec(node.data)?.[1] ?? Number.NaN) : Number.NaN;
    const mark = all[number];
    if (!mark) continue;
    if (mark.name.startsWith('end')) {
      if (open.pop()?.name !== mark.name.slice(3)) refuse([number], astray);
    } else if (middles.has(mark.name)) {
      if (open.length === 0) refuse([number], astray);
    } else open.push({ name: mark.name, number });
  }
  refuse(
    open.map(({ number }) => number),
    astray,
  );
}

const middles = new Set(['else', 'elsif', 'when']);
const astray = 'a condition has to begin and end within the same element; rows of a table stand in <tbody>';

const numbersIn = (text: string): number[] => [...text.matchAll(anyNumber)].map(([, number]) => Number(number));

/** Which of the links of a message an address is, if it is one. */
export function linkFieldOf(href: string, marks: Marks): string | undefined {
  const [found, ...others] = [...href.matchAll(outputMarks)];
  const inner = found && others.length === 0 ? marks.all[Number(found[1])]?.inner : undefined;
  return linkFields.find((field) => field === inner);
}
