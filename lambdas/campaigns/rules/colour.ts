import { contrast } from '#lambdas/platform/page/colours.ts';

export interface Colour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

const named: Readonly<Record<string, string>> = {
  black: '#000000',
  silver: '#c0c0c0',
  gray: '#808080',
  grey: '#808080',
  white: '#ffffff',
  maroon: '#800000',
  red: '#ff0000',
  purple: '#800080',
  green: '#008000',
  lime: '#00ff00',
  olive: '#808000',
  yellow: '#ffff00',
  navy: '#000080',
  blue: '#0000ff',
  teal: '#008080',
  aqua: '#00ffff',
  orange: '#ffa500',
  ivory: '#fffff0',
  snow: '#fffafa',
  whitesmoke: '#f5f5f5',
  gainsboro: '#dcdcdc',
  lightgray: '#d3d3d3',
  lightgrey: '#d3d3d3',
};

/** @param current what `currentColor` is here. @returns undefined for what is no colour that we know */
export function colourOf(text: string | undefined, current: Colour): Colour | undefined {
  const value = text?.trim().toLowerCase() ?? '';
  if (value === 'transparent') return { red: 0, green: 0, blue: 0, alpha: 0 };
  if (value === 'currentcolor') return current;
  return ofHex(Object.hasOwn(named, value) ? (named[value] ?? '') : value) ?? ofFunction(value);
}

function ofHex(value: string): Colour | undefined {
  const [, digits] = /^#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.exec(value) ?? [];
  if (digits === undefined) return undefined;
  const pairs = digits.length <= 4 ? digits.replaceAll(/./g, '$&$&') : digits;
  const [red = 0, green = 0, blue = 0, alpha = 255] = (pairs.match(/../g) ?? []).map((pair) =>
    Number.parseInt(pair, 16),
  );
  return { red, green, blue, alpha: alpha / 255 };
}

function ofFunction(value: string): Colour | undefined {
  const [, inside] = /^rgba?\(([^)]*)\)$/.exec(value) ?? [];
  const parts = inside?.split(/[\s,/]+/).filter(Boolean) ?? [];
  if (parts.length < 3) return undefined;
  const number = (part: string, of: number): number =>
    part.endsWith('%') ? (Number.parseFloat(part) / 100) * of : Number.parseFloat(part);
  const [red = 0, green = 0, blue = 0] = parts.map((part) => number(part, 255));
  return { red, green, blue, alpha: parts[3] === undefined ? 1 : number(parts[3], 1) };
}

/** 1 when they are the same, 21 for black on white. */
export const contrastOf = (one: Colour, other: Colour): number => contrast(hexOf(one), hexOf(other));

const hexOf = ({ red, green, blue }: Colour): string =>
  `#${[red, green, blue]
    .map((channel) =>
      Math.min(255, Math.max(0, Math.round(channel)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
