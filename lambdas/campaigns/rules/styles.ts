export interface Declaration {
  /** Lower case. */
  readonly name: string;
  readonly value: string;
  readonly isImportant: boolean;
}

export interface StyleRule {
  readonly selector: string;
  readonly declarations: readonly Declaration[];
  readonly specificity: number;
}

/**
 * The rules of a style sheet, as simply as mail programs read them. Rules for some screens only (`@media`) count where they
 * hide: what is gone on a telephone is gone for half of the people. Their colours come in pairs and are left out.
 */
export function rulesOf(css: string): StyleRule[] {
  const found: StyleRule[] = [];
  readRules(css.replaceAll(/\/\*[\s\S]*?\*\/|<!--|-->/g, ''), false, found);
  return found;
}

function readRules(css: string, someScreens: boolean, into: StyleRule[]): void {
  let at = 0;
  while (at < css.length) {
    const open = css.indexOf('{', at);
    if (open < 0) return;
    const close = endOf(css, open);
    // What ends in a semicolon before the brace is a statement of its own: @import, @charset.
    const head = css.slice(at, open).split(';').at(-1)?.trim() ?? '';
    const body = css.slice(open + 1, close);
    if (head.startsWith('@media')) {
      // A printer shows nobody a mail.
      if (!/^@media\s+print\b/.test(head)) readRules(body, true, into);
    } else if (head !== '' && !head.startsWith('@')) {
      const declarations = declarationsOf(body).filter(({ name }) => !someScreens || hiding.has(name));
      for (const selector of head.split(','))
        if (declarations.length > 0 && selector.trim() !== '')
          into.push({ selector: selector.trim(), declarations, specificity: specificityOf(selector) });
    }
    at = close + 1;
  }
}

const hiding = new Set(['display', 'visibility', 'font-size', 'opacity', 'max-height', 'overflow', 'text-indent']);

function endOf(css: string, open: number): number {
  let depth = 0;
  for (let at = open; at < css.length; at++) {
    if (css[at] === '{') depth++;
    if (css[at] === '}' && --depth === 0) return at;
  }
  return css.length;
}

export const declarationsOf = (text: string): Declaration[] =>
  text
    .split(/;(?![^(]*\))/)
    .map((each) => each.split(':'))
    .filter(([name, value]) => name !== undefined && value !== undefined)
    .map(([name = '', ...rest]) => {
      const value = rest.join(':').trim().toLowerCase();
      return {
        name: name.trim().toLowerCase(),
        value: value.replace(/\s*!\s*important$/, ''),
        isImportant: /!\s*important$/.test(value),
      };
    });

/** https://www.w3.org/TR/selectors-4/#specificity-rules, near enough: ids, then classes and attributes, then names. */
function specificityOf(selector: string): number {
  const count = (pattern: RegExp): number => selector.match(pattern)?.length ?? 0;
  return 1 + 1_000 * count(/#[\w-]+/g) + 30 * count(/\.[\w-]+|\[[^\]]+\]|:[\w-]+/g) + count(/(^|[\s>+~])[a-z][\w-]*/gi);
}
