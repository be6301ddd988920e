import { svgOf } from './designs.ts';
import type { PersonalPicture } from './designs.ts';
import { svgRenderer } from './render-svg.ts';

/** docs/limits.md. A name; what is longer than a name is not drawn. */
export const pictureLimits = { characters: 40, keptBytes: 24_000_000 } as const;

/**
 * A picture with this person's own words on it, drawn here: nothing is fetched when it is looked at, so nobody learns who
 * looks. Words that the font has no letters for (emoji, Arabic, Chinese …) would be holes in it.
 * @returns a PNG; undefined where its alternative text has to do
 */
export async function drawPersonalPicture(picture: PersonalPicture): Promise<Uint8Array | undefined> {
  const text = picture.text.normalize('NFC');
  const caption = picture.caption?.normalize('NFC');
  if (text === '' || Array.from(text).length > pictureLimits.characters || /\p{Cc}/u.test(text)) return undefined;
  const { design, accent, paper, ink } = picture;
  const key = JSON.stringify([design, text, caption, accent, paper, ink]);
  const known = drawn.find(key);
  if (known) return known;
  const { fonts, png } = await svgRenderer();
  if (!fonts.heavy.draws(text) || !fonts.medium.draws(caption ?? '')) return undefined;
  const made = png(svgOf({ ...picture, text, caption }, fonts));
  drawn.keep(key, made);
  return made;
}

/** First names come again: half of a list shares some hundred. */
const drawn = bounded(pictureLimits.keptBytes);

function bounded(mostBytes: number) {
  const kept = new Map<string, Uint8Array>();
  let bytes = 0;
  return {
    find: (key: string): Uint8Array | undefined => kept.get(key),
    keep(key: string, png: Uint8Array): void {
      kept.set(key, png);
      bytes += png.byteLength;
      for (const [oldest, { byteLength }] of kept) {
        if (bytes <= mostBytes) break;
        kept.delete(oldest);
        bytes -= byteLength;
      }
    },
  };
}
