/** A day as people and programs write it: 2026-11-24, with a time or without, or 24.11.2026. Slashes mean two things, and are refused. */
export function dayIn(cell: string): string | undefined {
  const text = cell.trim();
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/.exec(
    text,
  );
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  const [year, month, day] = iso ? iso.slice(1, 4) : dotted ? dotted.slice(1, 4).toReversed() : [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${written}T00:00:00.000Z`);
  // 31 February would quietly become 3 March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(written) ? written : undefined;
}

/** 12, -3.5, 3,5. Thousands are not taken apart: 1,234 could be either. */
export function numberIn(cell: string): number | undefined {
  const text = cell.trim();
  if (!/^[-+]?\d{1,15}([.,]\d{1,6})?$/.test(text) || /^[-+]?\d{1,3}[.,]\d{3}$/.test(text)) return undefined;
  return Number(text.replace(',', '.'));
}

const yes = new Set(['1', 'x', 'on', 'true', 'y', 'yes', 'j', 'ja', 'o', 'oui', 's', 'si', 'sí', 'wahr', 'vrai', '✓']);
const no = new Set(['0', '-', 'off', 'false', 'n', 'no', 'nein', 'non', 'falsch', 'faux', 'falso']);

export function boxIn(cell: string): boolean | undefined {
  const text = cell.trim().normalize('NFC').toLowerCase();
  return yes.has(text) ? true : no.has(text) ? false : undefined;
}
