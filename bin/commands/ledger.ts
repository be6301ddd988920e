import { readFile, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { apiClient } from '#contract/client.ts';
import { exportLedger as exportLedgerRoute } from '#contract/consent.ts';
import type { ProofBundle } from '#contract/consent.ts';
import { verifyProof } from '#lambdas/consent/rules/proof.ts';
import type { Verdict } from '#lambdas/consent/rules/proof.ts';

export function registerLedger(program: Command): void {
  const ledger = program.command('ledger').description('the evidence of consent');
  ledger
    .command('verify')
    .description('judge a proof bundle, without network: was an event changed, removed or added')
    .argument('<file>', 'a bundle that was exported or downloaded; - reads standard input')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExit code 0: valid, 1: not.\n\nExample:\n  assent ledger verify consent-record.json')
    .action(async (file: string, options: { json?: boolean }) => {
      const verdict = await verifyLedger(file);
      console.log(options.json ? JSON.stringify(verdict, undefined, 2) : sentencesOf(verdict));
      if (!verdict.valid) process.exitCode = 1;
    });
}

export interface LedgerExport {
  readonly clientId: string;
  readonly contactId: string;
  /** Operators have to say why they look at a client's contact. */
  readonly reason?: string;
  /** A file, which is never written over. Standard output unless named. */
  readonly out?: string;
}

/** Fetches the proof bundle of a contact. It holds the contact's key, and so all that they typed. */
export async function exportLedger(
  call: ReturnType<typeof apiClient>,
  { clientId, contactId, reason, out }: LedgerExport,
): Promise<ProofBundle> {
  const bundle = await call(exportLedgerRoute, { params: { clientId, contactId }, reason });
  if (out !== undefined) await writeFile(out, jsonOf(bundle), { flag: 'wx', mode: 0o600 });
  return bundle;
}

const jsonOf = (bundle: ProofBundle): string => `${JSON.stringify(bundle, undefined, 2)}\n`;

/** Judges a proof bundle offline. @param file `-` for standard input. @throws with a sentence when it cannot be read */
async function verifyLedger(file: string): Promise<Verdict> {
  const content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  return verifyProof(bundleIn(content, file));
}

/** What `assent ledger verify` prints. */
function sentencesOf(verdict: Verdict): string {
  if (!verdict.valid) {
    const { findings } = verdict;
    return [`Not valid: ${count(findings.length, 'finding')}.`, ...findings.map(({ message }) => `  ${message}`)].join(
      '\n',
    );
  }
  const { events, witnessedUpTo, checkpointDay } = verdict;
  const witnessed =
    checkpointDay === undefined
      ? 'Without a checkpoint, nobody witnesses that nothing was cut off at the end.'
      : `The checkpoint of ${checkpointDay} witnesses them up to event ${witnessedUpTo}. Compare its root with the one you kept.`;
  return `Valid: ${count(events, 'event')}, none changed, removed or added.\n${witnessed}`;
}

function bundleIn(content: string, file: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new Error(`${file === '-' ? 'the input' : file} is not JSON, so not a proof bundle`, { cause });
  }
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
