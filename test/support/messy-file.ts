import { randomBytes } from 'node:crypto';

/** A file as people have it: Windows-1252, semicolons, and a few of everything that goes wrong. */
export function messyFile(given: { readonly stopped: readonly string[]; readonly known: readonly string[] }) {
  const run = randomBytes(4).toString('hex');
  const row = (address: string, first = 'Jörg', more = `Weiß;Köln;3,5;12.03.2026`) => `${address};${first};${more}`;
  const people = Array.from({ length: 350 }, (_, at) => `p${at.toString(36)}.${run}x@laden${at % 7}.org`);
  const made = Array.from({ length: 70 }, (_, at) => `user${at}@${run}.org`);
  const undated = Array.from({ length: 30 }, (_, at) => `u${at.toString(36)}.${run}y@laden.org`);
  const [first = '', second = ''] = people;
  const names = ['Jörg', 'Zoë', 'Emeka', 'Noor'];
  const refused = [
    [row(''), 'there is no address'],
    [row('kein.klammeraffe'), 'no @'],
    [row('jörg@laden.org'), 'before the @'],
    [row('ada@laden.invalid'), 'reserved'],
    [row(`a.${run}@laden.org`, 'Ada\0'), 'NUL'],
    [row(`b.${run}@laden.org`, '"Ada" Lovelace'), 'closing quote'],
    [row(`c.${run}@laden.org`, 'x'.repeat(100_000)), 'longer than 64 kB'],
    [row(`d.${run}@laden.org`, `"${'x\n'.repeat(50_000)}"`), 'longer than 64 kB'],
    [row(`e.${run}@laden.org`, 'Ada', 'Weiß;Köln;viele;12.03.2026'), 'kaufe is not a number'],
    [row(`f.${run}@laden.org`, 'Ada', 'Weiß;Köln;1;03/12/2026'), 'date of the evidence'],
    [row(`g.${run}@laden.org`, 'Ada', 'Weiß;Köln;Ehrenfeld;1;12.03.2026'), '7 cells'],
    [row(`h.${run}@laden.org`, '=1+1', 'x'.repeat(201)), 'longer than 200'],
  ] as const;
  const doubles = people
    .slice(0, 30)
    .map((address) => row(address.toUpperCase().replace(/@.*/, (at) => at.toLowerCase())));
  const good = [
    row(first, '"Jörg ""der\r\nGroße"""'),
    row(second, '=HYPERLINK("https://evil.example")'),
    ...people.slice(2).map((address, at) => row(address, names[at % names.length])),
    ...undated.map((address) => row(address, 'Zoë', 'Weiß;Köln;1;')),
    ...made.map((address) => row(address, 'Ada', 'Weiß;Whitby;3,5;12.03.2026')),
    ...[...given.stopped, ...given.known].map((address) => row(address, 'Bekannt')),
  ];
  const rows = [...good.slice(0, 200), ...refused.map(([text]) => text), ...good.slice(200), ...doubles];
  const filler = 500 - rows.length;
  const nameless = Array.from({ length: filler }, (_, at) => `w${at.toString(36)}.${run}z@laden.org`);
  const all = [...rows, ...nameless.map((address) => row(address, ''))];
  const text = ['E-Mail;Vorname;Nachname;Ort;Käufe;Anmeldedatum', ...all, ''].join('\r\n');
  return {
    bytes: Buffer.from(text, 'latin1'),
    first,
    second,
    /** With evidence, a first name, and Köln. */
    people,
    /** Without evidence. */
    undated,
    /** With addresses that count up, and Whitby. */
    made,
    /** Without a first name. */
    nameless,
    refused,
    counts: {
      rows: 500,
      added: people.length + undated.length + made.length + filler,
      updated: given.known.length,
      notMailable: undated.length,
      suppressed: given.stopped.length,
      duplicates: doubles.length,
      refused: refused.length,
    },
  };
}
