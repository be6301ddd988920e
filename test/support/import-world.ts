import { contactImport } from '#contract/contacts.ts';
import { evidence as evidenceShape } from '#contract/consent.ts';
import type { Evidence } from '#contract/consent.ts';
import type { ImportApp } from '#lambdas/contacts/import-app.ts';
import { beginningOf } from '#lambdas/contacts/imports-store.ts';
import type { KeptImport } from '#lambdas/contacts/imports-store.ts';
import { dialectOf, hasUtf8Mark } from '#lambdas/contacts/rules/dialect.ts';
import { noSignals } from '#lambdas/contacts/rules/suspicion.ts';
import { takeTurn } from '#lambdas/contacts/take-in-imports.ts';
import { addressKeys } from '#lambdas/platform/address-keys.ts';
import { sha256Of } from '#lambdas/platform/canonical-json.ts';
import { memoryStandings } from './consent-fakes.ts';
import { at, deploymentSecret, id, listId, sealing } from './people.ts';
import { attested } from './imports.ts';

export const columns = ['email', 'first name', 'visits'];
const ref = { clientId: 'harbourbooks0001', importId: 'importimport0001' };
const consent: Evidence = evidenceShape.parse({ basis: 'consent', givenAt: '2026-06-01', how: 'at the till' });

/** An import that was just started. */
export function begun(file: Buffer, evidence?: Evidence): KeptImport {
  const dialect = dialectOf(file);
  if ('not' in dialect) throw new Error(dialect.not);
  const source = { etag: 'posted', size: file.length, mark: hasUtf8Mark(file) };
  const utf8 = dialect.encoding === 'utf-8';
  return {
    ...{ v: 1, ...ref, listId, fileName: 'customers.csv', status: 'checking', dialect, columns, source, warnings: [] },
    settings: contactImport.shape.settings.unwrap().parse({
      mapping: [
        { column: 0, to: 'address' },
        { column: 1, to: { field: { key: 'first_name', type: 'text' } } },
        { column: 2, to: { field: { key: 'visits', type: 'number' } } },
      ],
      provenance: attested,
      evidence,
      language: 'en',
    }),
    counts: { rows: 0, added: 0, updated: 0, notMailable: 0, suppressed: 0, duplicates: 0, refused: 0 },
    ...{ noticeId: 'noticenotice0002', noticeSha256: sha256Of('what was shown'), signals: noSignals },
    ...{ createdBy: 'emeka.obi', createdAt: at(0), startedAt: at(0), touchedAt: at(0) },
    progress: beginningOf(utf8 ? 'check' : 'transcode', 1, { offset: source.mark && utf8 ? 3 : 0, size: file.length }),
  };
}

type Ports = Pick<ImportApp, 'imports' | 'files' | 'written' | 'standings'>;

/** What tables, bucket and queue would hold, with the conditions of the real ones. */
export function importWorld(
  file: Buffer,
  {
    proven = true,
    rows = 0,
    sizes = {},
  }: { proven?: boolean; /** That were checked already. */ rows?: number; sizes?: Partial<ImportApp['sizes']> } = {},
) {
  let there = true;
  const memory = memoryStandings();
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, string[]>();
  let kept = begun(file, proven ? consent : undefined);
  kept = { ...kept, signals: { ...kept.signals, rows } };
  const messages: unknown[] = [ref];
  let calls = 0;
  let dies: { readonly at: number; readonly when: 'before' | 'after' } | undefined;

  /** The process dies at one call of all: without effect, or after it. */
  const mortal = <T extends object>(ports: T): T =>
    new Proxy(ports, {
      get: (target, name, receiver) => {
        const method: unknown = Reflect.get(target, name, receiver);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]): Promise<unknown> => {
          calls += 1;
          const dying = dies?.at === calls ? dies.when : undefined;
          if (dying === 'before') throw new Error('the process died');
          const answer: unknown = await Reflect.apply(method, target, args);
          if (dying === 'after') throw new Error('the process died');
          return answer;
        };
      },
    });

  const files: Ports['files'] = {
    read: (_, which, from, bytes) => {
      const whole = which === 'posted' ? file : objects.get('utf8');
      return Promise.resolve(there ? whole?.subarray(from, from + bytes) : undefined);
    },
    keepRefused: (_, turn, csv) => Promise.resolve(void objects.set(`refused ${turn}`, Buffer.from(csv))),
    refused: (_, turn) => Promise.resolve(objects.get(`refused ${turn}`)?.toString() ?? ''),
  };
  const written: Ports['written'] = {
    begin: () => {
      const uploadId = id();
      uploads.set(uploadId, []);
      return Promise.resolve(uploadId);
    },
    part: (_, uploadId, number, body) => {
      const parts = uploads.get(uploadId);
      if (!parts) return Promise.reject(new Error('NoSuchUpload'));
      parts[number - 1] = body;
      return Promise.resolve(`tag ${number}`);
    },
    complete: ({ exportId }, uploadId) => {
      const parts = uploads.get(uploadId);
      if (parts) objects.set(exportId.split('/')[1] ?? '', Buffer.from(parts.join('')));
      uploads.delete(uploadId);
      return Promise.resolve();
    },
  };
  const imports: Ports['imports'] = {
    find: () => Promise.resolve(structuredClone(kept)),
    change: (from, to) => {
      const unmoved = kept.status === from.status && kept.progress?.turn === from.progress?.turn;
      if (unmoved) kept = structuredClone(to);
      return Promise.resolve(unmoved);
    },
  };
  const find: ImportApp['find'] = (wanted) =>
    Promise.resolve(
      new Map(
        wanted.flatMap((key) => {
          const standing = memory.standing(key);
          return standing ? [[key, standing] as const] : [];
        }),
      ),
    );
  const app: ImportApp = {
    clock: { now: () => at(10) },
    ids: { next: id },
    log: { info: () => {}, error: () => {} },
    imports: mortal(imports),
    files: mortal(files),
    written: mortal(written),
    standings: mortal(memory.store),
    find,
    secrets: () => Promise.resolve({ keys: addressKeys(deploymentSecret), sealer: sealing }),
    domains: { look: () => Promise.resolve('takes_mail') },
    queue: () =>
      mortal({
        send: (message: unknown) => Promise.resolve(void messages.push(message)),
        sendAll: () => Promise.resolve(),
      }),
    sizes: { window: 2 * 1024 * 1024, transcoded: 4_096, checked: 40, imported: 20, part: 500, ...sizes },
  };

  /** As the queue does: what throws comes again. @returns how often it did */
  async function run({ atOnce = 1 } = {}): Promise<number> {
    let died = 0;
    for (let turns = 0; messages.length > 0; turns++) {
      if (turns > 500) throw new Error('the import does not come to an end');
      const some = messages.splice(0, 1);
      const workers = Array.from({ length: atOnce }, () => takeTurn(ref, app));
      const outcomes = await Promise.allSettled(workers);
      const lost = outcomes.filter(({ status }) => status === 'rejected').length;
      died += lost;
      if (lost > 0) messages.push(...some);
    }
    return died;
  }
  return {
    memory,
    objects,
    run,
    kept: () => kept,
    /** A day passes. */
    forget: () => void (there = false),
    calls: () => calls,
    dieAt: (call: number, when: 'before' | 'after') => void (dies = { at: call, when }),
    release: () => {
      kept = { ...kept, status: 'importing' };
      messages.push(ref);
    },
  };
}
