import type { MailDomains } from '#lambdas/sign-up/mail-domains.ts';
import { failed, fileGone, mostRows } from './import-app.ts';
import type { ImportApp, Turn, WorkingImport } from './import-app.ts';
import type { KeptImport } from './imports-store.ts';
import { readRows } from './read-rows.ts';
import type { ReadRows } from './read-rows.ts';
import { refusedRows } from './rules/refused-rows.ts';
import { domainOf, plus, signalsOf } from './rules/suspicion.ts';
import type { Signals } from './rules/suspicion.ts';

/** Looks at rows before any is taken in: what is refused, and what looks made up (CS-14). */
export const checkTurn: Turn = async (found, app) => {
  const read = await readRows(found, app, app.sizes.checked);
  if (!read) return failed(found, fileGone);
  const { progress } = found;
  if (read.refused.length > 0) await app.files.keepRefused(found, progress.turn, refusedRows(read.refused));
  const counted = await countsOf(read, app);
  const checked = { ...found, signals: plus(found.signals, counted) };
  if (checked.signals.rows > mostRows)
    return failed(checked, `the file has more than ${mostRows.toLocaleString('en')} rows: split it`);
  return onward(checked, read);
};

async function countsOf({ good, refused }: ReadRows, app: ImportApp): Promise<Signals> {
  const addresses = good.map(({ canonical }) => canonical);
  const domains = await domainsOf(addresses, app.domains);
  return { rows: good.length + refused.length, refused: refused.length, ...signalsOf(addresses), ...domains };
}

function onward(found: WorkingImport, { place, done, refused }: ReadRows): KeptImport {
  const { progress } = found;
  const refusedIn = refused.length > 0 ? [...progress.refusedIn, progress.turn] : progress.refusedIn;
  const next = { ...progress, ...place, turn: progress.turn + 1, refusedIn };
  return { ...found, progress: done ? { ...next, step: 'report' } : next };
}

const sampled = 100;
const together = 10;

/** Of rows at even distances: whether their domains take mail. What the DNS does not say is not counted. */
async function domainsOf(
  addresses: readonly string[],
  mailDomains: MailDomains,
): Promise<Pick<Signals, 'lookedUp' | 'noMail'>> {
  const every = Math.max(1, Math.floor(addresses.length / sampled));
  const some = addresses
    .filter((_, at) => at % every === 0)
    .slice(0, sampled)
    .map(domainOf);
  const found: string[] = [];
  for (let start = 0; start < some.length; start += together)
    found.push(...(await Promise.all(some.slice(start, start + together).map((domain) => mailDomains.look(domain)))));
  const known = found.filter((each) => each !== 'unknown');
  return { lookedUp: known.length, noMail: known.filter((each) => each === 'no_mail').length };
}
