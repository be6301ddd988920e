/** White or ink on it reaches 4.5:1, and so does the colour against paper of its scheme where it is drawn as a line. */
export interface Accent {
  readonly background: string;
  readonly text: string;
}

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

/** WCAG contrast ratio of two `#rrggbb`, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const channels = (colour: string): number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

const darkened = (colour: string, share: number): string =>
  `#${channels(colour)
    .map((value) =>
      Math.round(value * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
