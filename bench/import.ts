import { importSettings } from '#contract/contacts.ts';
import type { ImportApp } from '#lambdas/contacts/import-app.ts';
import { beginningOf } from '#lambdas/contacts/imports-store.ts';
import type { KeptImport } from '#lambdas/contacts/imports-store.ts';
import { noSignals } from '#lambdas/contacts/rules/suspicion.ts';
import { takeTurn } from '#lambdas/contacts/take-in-imports.ts';
import { addressKeys } from '#lambdas/platform/address-keys.ts';
import { sha256Of } from '#lambdas/platform/canonical-json.ts';
import { randomIds } from '#lambdas/platform/ids.ts';
import { sealer } from '#lambdas/platform/sealing.ts';
import { mb, MemoryInUse } from './memory.ts';
import type { Table } from './report.ts';

/** Lines of one length: any stretch of the file is made when it is read, and no file is kept. */
const lineBytes = 64;
const header = 'email,first name,city,visits'.padEnd(lineBytes - 1, ' ');

/** Spread by a multiplier without a common factor: names neither repeat nor count up. */
function lineOf(at: number): string {
  const number = (at * 7_368_787) % 9_999_991;
  const name = number
    .toString(36)
    .padStart(5, 'x')
    .replaceAll(/\d/g, (digit) => 'qrstuvwyzk'.charAt(Number(digit)));
  return `${name}.${(at % 97).toString(36)}${at.toString(36)}z@shop${at % 997}.org,Jo,Whitby,${at % 50}`.padEnd(
    lineBytes - 1,
    ' ',
  );
}

function stretch(rows: number, from: number, bytes: number): Buffer {
  const first = Math.floor(from / lineBytes);
  const last = Math.min(rows + 1, Math.ceil((from + bytes) / lineBytes));
  const lines = Array.from({ length: last - first }, (_, at) => (first + at === 0 ? header : lineOf(first + at)));
  const text = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  return text.subarray(from - first * lineBytes, from - first * lineBytes + bytes);
}

const settings = importSettings.parse({
  mapping: [
    { column: 0, to: 'address' },
    { column: 1, to: { field: { key: 'first_name', type: 'text' } } },
    { column: 2, to: { field: { key: 'city', type: 'text' } } },
    { column: 3, to: { field: { key: 'visits', type: 'number' } } },
  ],
  provenance: {
    ...{ source: 'shop', where: 'the till', from: '2026-01-01', until: '2026-06-30', notice: 'Our letter.' },
    ...{ attestedBy: 'Emeka Obi', attests: true },
  },
  evidence: { basis: 'consent', givenAt: '2026-06-30', how: 'at the till' },
  language: 'en',
});

function started(rows: number, at: string): KeptImport {
  const size = (rows + 1) * lineBytes;
  return {
    ...{ v: 1, importId: 'importimport0001', clientId: 'harbourbooks0001', listId: 'lettersletters01' },
    ...{ fileName: 'customers.csv', status: 'checking', dialect: { encoding: 'utf-8', delimiter: ',' }, warnings: [] },
    ...{ columns: header.trim().split(','), source: { etag: 'posted', size, mark: false }, settings },
    counts: { rows: 0, added: 0, updated: 0, notMailable: 0, suppressed: 0, duplicates: 0, refused: 0 },
    ...{ noticeId: 'noticenotice0001', noticeSha256: sha256Of('notice'), signals: noSignals },
    ...{ createdBy: 'emeka.obi', createdAt: at, startedAt: at, touchedAt: at },
    progress: beginningOf('check', 1, { offset: 0, size }),
  };
}

/** The worker's own code, turn after turn. Simulated: a table that has nobody and forgets, a file that is made as it is read. */
async function measure(rows: number) {
  const at = new Date().toISOString();
  let kept = started(rows, at);
  const memory = new MemoryInUse();
  let [changes, waiting] = [0, true];
  const secret = 'a secret for measuring, of at least 32 characters';
  const app: ImportApp = {
    clock: { now: () => at },
    ids: randomIds,
    log: { info: () => undefined, error: () => undefined },
    imports: {
      find: () => Promise.resolve(structuredClone(kept)),
      change: (_, to) => {
        kept = structuredClone(to);
        if (changes++ % 20 === 0) memory.look();
        return Promise.resolve(true);
      },
    },
    files: {
      read: (_, __, from, bytes) =>
        Promise.resolve(stretch(rows, from, Math.min(bytes, (rows + 1) * lineBytes - from))),
      keepRefused: () => Promise.resolve(),
      refused: () => Promise.resolve(''),
    },
    written: {
      begin: () => Promise.resolve('upload'),
      part: () => Promise.resolve('tag'),
      complete: () => Promise.resolve(true),
    },
    standings: { commit: () => Promise.resolve('committed'), keepProfile: () => Promise.resolve(true) },
    find: () => Promise.resolve(new Map()),
    secrets: () => Promise.resolve({ keys: addressKeys(secret), sealer: sealer(secret) }),
    domains: { look: () => Promise.resolve('takes_mail') },
    queue: () => ({ send: () => Promise.resolve(void (waiting = true)), sendAll: () => Promise.resolve() }),
    sizes: { window: 2 * 1024 * 1024, transcoded: 0, checked: 20_000, imported: 5_000, part: 8 * 1024 * 1024 },
  };
  const before = process.cpuUsage();
  const begin = performance.now();
  while (waiting) {
    waiting = false;
    await takeTurn(kept, app);
  }
  const seconds = (performance.now() - begin) / 1_000;
  const { user, system } = process.cpuUsage(before);
  if (kept.counts.added !== rows) throw new Error(`${rows} rows came to ${JSON.stringify(kept)}`);
  return { perSecond: rows / seconds, cpuMicros: (user + system) / rows, bytes: memory.bytes };
}

export async function imports(): Promise<Table> {
  const few = await measure(1_000);
  const many = await measure(1_000_000);
  return {
    title: 'An import: our own code, a table that answers at once, a file that is made as it is read',
    figures: [
      { what: 'rows a second, checked and taken in, 10⁶ rows', measured: many.perSecond.toFixed(0) },
      { what: 'CPU for each row', measured: `${many.cpuMicros.toFixed(0)} µs` },
      {
        what: 'memory in use while 10³ and 10⁶ rows are taken in',
        measured: `${mb(few.bytes)} and ${mb(many.bytes)}`,
        goal: 'within 64 MB of each other',
        met: many.bytes <= few.bytes + 64 * 1024 * 1024,
      },
    ],
  };
}
