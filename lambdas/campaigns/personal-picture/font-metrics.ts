/** What a font can draw, and how wide: read from its own tables (OpenType 1.9: cmap, head, hhea, hmtx). */
export interface FontMetrics {
  /** Whether there is a glyph for each character. */
  draws(text: string): boolean;
  /** In parts of the font's size. Kerning is left out, which makes it a little wide. */
  widthOf(text: string): number;
}

export function fontMetrics(font: Uint8Array): FontMetrics {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const table = (tag: string): number => {
    for (let index = 0; index < view.getUint16(4); index++) {
      const record = 12 + index * 16;
      const name = String.fromCharCode(...font.subarray(record, record + 4));
      if (name === tag) return view.getUint32(record + 8);
    }
    throw new Error(`the font has no table ${tag}`);
  };
  const unitsPerEm = view.getUint16(table('head') + 18);
  const measured = view.getUint16(table('hhea') + 34);
  const metrics = table('hmtx');
  const glyphs = glyphsOf(view, table('cmap'));
  const advance = (glyph: number): number => view.getUint16(metrics + 4 * Math.min(glyph, measured - 1)) / unitsPerEm;
  const glyphOf = (character: string): number => glyphs.get(character.codePointAt(0) ?? 0) ?? 0;
  return {
    draws: (text) => Array.from(text).every((character) => glyphOf(character) !== 0),
    widthOf: (text) => Array.from(text).reduce((sum, character) => sum + advance(glyphOf(character)), 0),
  };
}

/** Code point → glyph, of the subtable for all of Unicode (format 12), or of that for its first plane (format 4). */
function glyphsOf(view: DataView, cmap: number): ReadonlyMap<number, number> {
  const subtables = Array.from({ length: view.getUint16(cmap + 2) }, (_, index) => {
    const start = cmap + view.getUint32(cmap + 4 + index * 8 + 4);
    return { start, format: view.getUint16(start) };
  });
  const whole = subtables.find(({ format }) => format === 12);
  const first = subtables.find(({ format }) => format === 4);
  if (whole) return ofFormat12(view, whole.start);
  if (first) return ofFormat4(view, first.start);
  throw new Error('the font says in no way that is known here which characters it draws');
}

function ofFormat12(view: DataView, start: number): ReadonlyMap<number, number> {
  const glyphs = new Map<number, number>();
  for (let group = 0; group < view.getUint32(start + 12); group++) {
    const at = start + 16 + group * 12;
    const [from, to, glyph] = [view.getUint32(at), view.getUint32(at + 4), view.getUint32(at + 8)];
    for (let character = from; character <= to; character++) glyphs.set(character, glyph + character - from);
  }
  return glyphs;
}

function ofFormat4(view: DataView, start: number): ReadonlyMap<number, number> {
  const glyphs = new Map<number, number>();
  const doubled = view.getUint16(start + 6);
  const [ends, starts] = [start + 14, start + 16 + doubled];
  const [deltas, offsets] = [starts + doubled, starts + 2 * doubled];
  for (let at = 0; at < doubled; at += 2) {
    const [from, to] = [view.getUint16(starts + at), view.getUint16(ends + at)];
    const [delta, offset] = [view.getUint16(deltas + at), view.getUint16(offsets + at)];
    for (let character = from; character <= to && character !== 0xffff; character++) {
      const found = offset === 0 ? character : view.getUint16(offsets + at + offset + 2 * (character - from));
      if (found !== 0) glyphs.set(character, (found + delta) & 0xffff);
    }
  }
  return glyphs;
}
