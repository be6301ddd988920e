/** White or ink on it reaches 4.5:1. */
export interface Accent {
  readonly background: string;
  readonly text: string;
}

/** Where no client has chosen a colour. */
export const assentBlue = '#0b6e99';

const ink = '#1c1b1a';
const white = '#ffffff';
const enough = 4.5;

/** The client's accent, darkened step by step until a text on it can be read (WCAG 2.2, 1.4.3). */
export function accentOf(colour: string): Accent {
  for (let share = 1; share >= 0; share -= 0.04) {
    const background = darkened(colour, share);
    const text = [white, ink].find((candidate) => contrast(candidate, background) >= enough);
    if (text !== undefined) return { background, text };
  }
  return { background: ink, text: white };
}

export type Scheme = 'light' | 'dark';

/** What a card is made of: css.ts says the same. */
const cards: Readonly<Record<Scheme, string>> = { light: '#ffffff', dark: '#1a1d20' };

/** The accent as an edge, a bar or a tick: moved away from the card until it can be told from it, 3:1 (WCAG 2.2, 1.4.11). */
export function lineOf(colour: string, scheme: Scheme): string {
  const away = scheme === 'light' ? '#000000' : '#ffffff';
  for (let share = 0; share < 1; share += 0.04) {
    const moved = mixed(colour, away, share);
    if (contrast(moved, cards[scheme]) >= 3) return moved;
  }
  return away;
}

/** Of two `#rrggbb`, 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const channels = (colour: string): number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

const darkened = (colour: string, share: number): string => mixed(colour, '#000000', 1 - share);

/** @param share of the second, 0 to 1 */
export function mixed(one: string, other: string, share: number): string {
  const others = channels(other);
  return `#${channels(one)
    .map((value, place) =>
      Math.round(value * (1 - share) + (others[place] ?? 0) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
