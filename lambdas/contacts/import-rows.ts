import type { SealedDetails } from '#contract/consent.ts';
import { contactAddress } from '#contract/consent.ts';
import { openProfile } from '#lambdas/consent/open-profile.ts';
import { afterImport } from '#lambdas/consent/rules/after-import.ts';
import type { AfterImport, ImportedRow } from '#lambdas/consent/rules/after-import.ts';
import { isKnown } from '#lambdas/consent/rules/standing.ts';
import type { Standing } from '#lambdas/consent/rules/standing.ts';
import { seal } from '#lambdas/platform/sealing.ts';
import { failed, fileGone } from './import-app.ts';
import type { ImportApp, Turn, WorkingImport } from './import-app.ts';
import type { KeptImport } from './imports-store.ts';
import { readRows } from './read-rows.ts';
import type { GoodRow } from './rules/judge-row.ts';

type Counts = KeptImport['counts'];
/** Rows whose standings are read, and written, at once. */
const together = 50;

/** Takes rows in: each into the ledger, with what it rests on. */
export const importTurn: Turn = async (found, app) => {
  const read = await readRows(found, app, app.sizes.imported);
  if (!read) return failed(found, fileGone);
  const { good, refused, place, done } = read;
  const counts = { ...found.counts, rows: found.counts.rows + good.length + refused.length };
  counts.refused += refused.length;
  const seen = new Set<string>();
  for (let start = 0; start < good.length; start += together)
    for (const came of await takeIn(found, good.slice(start, start + together), seen, app)) count(counts, came);
  const { progress } = found;
  if (!done) return { ...found, counts, progress: { ...progress, ...place, turn: progress.turn + 1 } };
  const { progress: _over, ...rest } = found;
  return { ...rest, counts, status: 'done' };
};

function count(counts: Counts, came: AfterImport): void {
  if ('mailable' in came) {
    counts[came.as] += 1;
    if (!came.mailable) counts.notMailable += 1;
  } else counts[came.as === 'suppressed' ? 'suppressed' : 'duplicates'] += 1;
}

/** @param seen who was in this turn already; who was in one before is told by their standing */
async function takeIn(
  found: WorkingImport,
  rows: readonly GoodRow[],
  seen: Set<string>,
  app: ImportApp,
): Promise<AfterImport[]> {
  const { keys } = await app.secrets();
  const fresh = rows.filter(({ canonical }) => !seen.has(canonical) && seen.add(canonical));
  const keyOf = ({ canonical }: GoodRow) => keys.ofClient(found.clientId, canonical);
  const standings = await app.find(fresh.map(keyOf));
  const doubles = Array.from({ length: rows.length - fresh.length }, (): AfterImport => ({ as: 'duplicate' }));
  const taken = fresh.map((row) => takeOne(found, row, standings.get(keyOf(row)), app));
  return [...doubles, ...(await Promise.all(taken))];
}

async function takeOne(
  found: WorkingImport,
  row: GoodRow,
  read: Standing | undefined,
  app: ImportApp,
): Promise<AfterImport> {
  let before = read;
  for (let tries = 0; tries < 5; tries++) {
    const person = await personOf(found, row, before, app);
    const came = afterImport(before, person.known, rowOf(found, row, app.clock.now()), person.sealFor);
    const write = 'write' in came ? came.write : undefined;
    if (!write || (await kept(before, write, app))) return came;
    // Somebody else wrote it meanwhile: what they said is read, and the row is judged by it.
    before = (await app.find([person.known.addressKey])).get(person.known.addressKey);
  }
  throw new Error('a standing changed at every try to import it');
}

const noProfile: Partial<SealedDetails> = {};

type Write = NonNullable<Extract<AfterImport, { as: 'added' | 'updated' }>['write']>;

const kept = async (before: Standing | undefined, write: Write, { standings }: ImportApp): Promise<boolean> =>
  'step' in write
    ? (await standings.commit(before, write.step)) === 'committed'
    : before !== undefined && standings.keepProfile(before, write.profile);

async function personOf(found: WorkingImport, row: GoodRow, before: Standing | undefined, app: ImportApp) {
  const { keys, sealer } = await app.secrets();
  const known = before ?? {
    clientId: found.clientId,
    addressKey: keys.ofClient(found.clientId, row.canonical),
    mailboxHash: keys.mailbox(row.canonical),
    contactId: app.ids.next(),
    salt: sealer.newSalt(),
  };
  const { contactId, salt } = known;
  // What somebody typed, and nobody confirmed, says nothing about the person.
  const { evidence: _before, ...profile } = (before && isKnown(before) && openProfile(sealer, before)) || noProfile;
  const details: SealedDetails = {
    ...profile,
    address: profile.address ?? contactAddress.parse(row.address),
    fields: { ...profile.fields, ...row.fields },
  };
  const sealFor = (seq: number) => {
    if (salt === undefined) throw new Error('what nobody has a key to was to be sealed');
    // Evidence is an event's, not the profile's: sealed in its old place, that has none.
    const evidence = seq === before?.sealedSeq ? undefined : row.evidence;
    return seal(sealer.keyOf(salt, contactId), { contactId, seq }, { ...details, ...(evidence ? { evidence } : {}) });
  };
  return { known, sealFor };
}

function rowOf(
  { importId, listId, settings, noticeId, noticeSha256 }: WorkingImport,
  row: GoodRow,
  at: string,
): ImportedRow {
  if (!settings || noticeId === undefined || noticeSha256 === undefined)
    throw new Error('an import was started without a notice');
  const { line, evidence } = row;
  const { language } = settings;
  return { importId, line, listId, at, language, noticeId, noticeSha256, ...(evidence ? { evidence } : {}) };
}
