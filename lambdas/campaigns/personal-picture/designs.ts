import { escaped } from '#lambdas/platform/escaped.ts';
import { accentOf, contrast, mixed } from '#lambdas/platform/page/colours.ts';
import type { CompiledContent } from '../rules/compiled.ts';
import type { FontMetrics } from './font-metrics.ts';

export type PersonalPicture = CompiledContent['personalPictures'][number];

export interface Fonts {
  readonly heavy: FontMetrics;
  readonly medium: FontMetrics;
}

/** Twice what a mail shows, for screens that show twice as much. */
export const pictureWidth = 1072;

const family = 'Inter';

type Draw = (picture: PersonalPicture, fonts: Fonts) => { readonly height: number; readonly inside: string };

const round = (value: number): number => Math.round(value * 10) / 10;

interface Fitting {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly largest: number;
  readonly colour: string;
  readonly anchor?: 'start' | 'middle';
}

/** One line, as large as fits. */
function heavyText(
  text: string,
  { heavy }: Fonts,
  { x, y, width, largest, colour, anchor = 'start' }: Fitting,
): string {
  const size = Math.min(largest, width / Math.max(heavy.widthOf(text), 0.1));
  // Its baseline stays in the middle of the space that the largest would take.
  const baseline = y - (largest - size) * 0.36;
  return `<text x="${x}" y="${round(baseline)}" font-family="${family}" font-weight="800" font-size="${round(size)}" letter-spacing="${round(-size * 0.02)}" text-anchor="${anchor}" fill="${colour}">${escaped(text)}</text>`;
}

function mediumText(
  text: string,
  { medium }: Fonts,
  { x, y, width, largest, colour, anchor = 'start' }: Fitting,
): string {
  const size = Math.min(largest, width / Math.max(medium.widthOf(text), 0.1));
  return `<text x="${x}" y="${y}" font-family="${family}" font-weight="500" font-size="${round(size)}" text-anchor="${anchor}" fill="${colour}">${escaped(text)}</text>`;
}

/** A card on the table: rings as a cup leaves them, a name, a line above it. */
const card: Draw = (picture, fonts) => {
  const { accent, text, caption } = picture;
  const { background, text: onAccent } = accentOf(accent);
  const deep = mixed(background, '#000000', 0.22);
  const ring = (cx: number, cy: number, r: number, width: number, opacity: number): string =>
    `<circle cx="${cx}" cy="${cy}" r="${r}" fill="none" stroke="${onAccent}" stroke-width="${width}" stroke-opacity="${opacity}"/>`;
  return {
    height: 536,
    // No gradient: it would make five times the kilobytes, in every single mail.
    inside: `<defs><clipPath id="c"><rect width="1072" height="536" rx="28"/></clipPath></defs>
<g clip-path="url(#c)"><rect width="1072" height="536" fill="${background}"/><path d="M0 500C300 436 640 572 1072 446V536H0z" fill="${deep}"/>
${ring(930, 90, 210, 44, 0.1)}${ring(930, 90, 320, 14, 0.12)}${ring(930, 90, 96, 26, 0.16)}
<rect x="72" y="252" width="88" height="8" rx="4" fill="${onAccent}" fill-opacity="0.85"/>
${caption === undefined ? '' : mediumText(caption, fonts, { x: 72, y: 206, width: 640, largest: 40, colour: onAccent })}
${heavyText(text, fonts, { x: 68, y: 404, width: 928, largest: 128, colour: onAccent })}</g>`,
  };
};

/** A ticket with a stub to tear off; its bars are made of the words, so that no two are alike. */
const ticket: Draw = (picture, fonts) => {
  const { accent, text, caption } = picture;
  const { background, text: onAccent } = accentOf(accent);
  const paper = '#fffdf8';
  const ink = '#1f1d1a';
  const line = contrast(background, paper) >= 3 ? background : mixed(background, '#000000', 0.4);
  const stub = 792;
  const outline = `M28 0H${stub - 26}a26 26 0 0 0 52 0H1044a28 28 0 0 1 28 28V392a28 28 0 0 1 -28 28H${stub + 26}a26 26 0 0 0 -52 0H28a28 28 0 0 1 -28 -28V28a28 28 0 0 1 28 -28z`;
  return {
    height: 420,
    inside: `<defs><clipPath id="c"><path d="${outline}"/></clipPath></defs>
<g clip-path="url(#c)"><rect width="1072" height="420" fill="${paper}"/><rect width="20" height="420" fill="${line}"/><rect x="${stub}" width="280" height="420" fill="${background}"/>
<path d="M${stub} 40V380" stroke="${mixed(paper, background, 0.55)}" stroke-width="5" stroke-dasharray="2 18" stroke-linecap="round"/>
${caption === undefined ? '' : mediumText(caption, fonts, { x: 76, y: 128, width: 650, largest: 36, colour: line })}
<rect x="76" y="164" width="640" height="3" fill="${mixed(ink, paper, 0.82)}"/>
${heavyText(text, fonts, { x: 72, y: 296, width: 660, largest: 104, colour: ink })}
${bars(text, { x: stub + 66, y: 64, width: 148, height: 292, colour: onAccent })}</g>
<path d="${outline}" fill="none" stroke="${mixed(ink, paper, 0.72)}" stroke-width="2"/>`,
  };
};

/** Bars down the stub, as of a code that nobody has to read. */
function bars(
  text: string,
  { x, y, width, height, colour }: { x: number; y: number; width: number; height: number; colour: string },
): string {
  let seed = Array.from(text).reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521, 7);
  const next = (): number => (seed = (seed * 75 + 74) % 65_537) / 65_537;
  let path = '';
  for (let at = 0; at < height - 6;) {
    const thick = Math.min(4 + Math.floor(next() * 4) * 4, height - at);
    path += `M${x} ${y + at}h${width}v${thick}h${-width}z`;
    at += thick + 5 + Math.floor(next() * 3) * 4;
  }
  return `<path d="${path}" fill="${colour}" fill-opacity="0.92"/>`;
}

/** A strip of bunting over a name. */
const banner: Draw = (picture, fonts) => {
  const { accent, text, caption } = picture;
  const { background } = accentOf(accent);
  const paper = mixed(background, '#ffffff', 0.9);
  const ink = mixed(background, '#000000', 0.62);
  const warm = ['#f2b84b', '#e4684a', '#ffffff'];
  const flags = Array.from({ length: 17 }, (_, index) => {
    const x = index * 66 - 10;
    const sag = (at: number): number => 30 + 46 * Math.sin((Math.PI * Math.max(0, Math.min(1072, at))) / 1072);
    const colour = [background, ...warm][index % 4] ?? background;
    return `<path d="M${x} ${round(sag(x))}L${x + 58} ${round(sag(x + 58))}L${x + 29} ${round(sag(x + 29) + 62)}z" fill="${colour}"/>`;
  });
  return {
    height: 400,
    inside: `<defs><clipPath id="c"><rect width="1072" height="400" rx="28"/></clipPath></defs>
<g clip-path="url(#c)"><rect width="1072" height="400" fill="${paper}"/>
<path d="M-20 28Q536 124 1092 28" fill="none" stroke="${ink}" stroke-width="4" stroke-opacity="0.55"/>
${flags.join('')}
${caption === undefined ? '' : mediumText(caption, fonts, { x: 536, y: 218, width: 900, largest: 36, colour: ink, anchor: 'middle' })}
${heavyText(text, fonts, { x: 536, y: 334, width: 960, largest: 112, colour: ink, anchor: 'middle' })}</g>`,
  };
};

const designs: Readonly<Record<PersonalPicture['design'], Draw>> = { card, ticket, banner };

export function svgOf(picture: PersonalPicture, fonts: Fonts): string {
  const { height, inside } = designs[picture.design](picture, fonts);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${pictureWidth}" height="${height}" viewBox="0 0 ${pictureWidth} ${height}">${inside}</svg>`;
}
