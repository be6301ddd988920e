import { readFile, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { exportLedger as exportLedgerRoute } from '#contract/consent.ts';
import type { ProofBundle } from '#contract/consent.ts';
import { verifyProof } from '#lambdas/consent/rules/proof.ts';
import type { Verdict } from '#lambdas/consent/rules/proof.ts';
import { addApiCommand, addCommand, answer, print } from '../command.ts';
import type { SharedOptions } from '../command.ts';
import type { Call, Connect } from '../connect.ts';

interface ExportOptions extends SharedOptions {
  readonly client: string;
  readonly contact: string;
  /** Operators have to say why they look at a client's contact. */
  readonly reason?: string;
  /** A file, which is never written over. Standard output unless named. */
  readonly out?: string;
}

export function registerLedger(program: Command, connect: Connect): void {
  const ledger = program.command('ledger').description('the evidence of consent');
  addApiCommand(ledger, {
    usage: 'export',
    description: 'the proof bundle of a contact: it holds all that they typed',
    example:
      'ledger export --client AbCdEfGh12345678 --contact 12345678AbCdEfGh --reason "asked by Ada" --out ada.json',
  })
    .requiredOption('--client <id>', 'the client')
    .requiredOption('--contact <id>', 'the contact: `assent contact find` tells it')
    .option('--reason <why>', 'of an operator: kept in the audit trail')
    .option('--out <file>', 'a new file; the standard output unless named')
    .action(({ client, contact, reason, out, ...options }: ExportOptions) =>
      answer(
        connect,
        options,
        (call) => exportLedger(call, { clientId: client, contactId: contact, reason, out }),
        (bundle) => (out === undefined ? jsonOf(bundle) : `${count(bundle.events.length, 'event')} in ${out}`),
      ),
    );

  addCommand(ledger, {
    usage: 'verify <file>',
    description:
      'judge a proof bundle, without network: was an event changed, removed or added; - reads standard input',
    example: 'ledger verify consent-record.json',
  })
    .option('--root <root>', 'the root of its checkpoint, as you kept it or as it was published')
    .addHelpText('after', '\nExit code 0: valid, 1: not.')
    .action(async (file: string, { root, ...options }: SharedOptions & { readonly root?: string }) => {
      const verdict = await verifyLedger(file, root);
      print(options, verdict, sentencesOf(verdict));
      if (!verdict.valid) process.exitCode = 1;
    });
}

/** Fetches the proof bundle of a contact. It holds the contact's key, and so all that they typed. */
export async function exportLedger(
  call: Call,
  { clientId, contactId, reason, out }: { clientId: string; contactId: string; reason?: string; out?: string },
): Promise<ProofBundle> {
  const bundle = await call(exportLedgerRoute, { params: { clientId, contactId }, reason });
  if (out !== undefined) await writeFile(out, jsonOf(bundle), { flag: 'wx', mode: 0o600 });
  return bundle;
}

const jsonOf = (bundle: ProofBundle): string => `${JSON.stringify(bundle, undefined, 2)}\n`;

/** Judges a proof bundle offline. @param file `-` for standard input. @throws with a sentence when it cannot be read */
async function verifyLedger(file: string, root: string | undefined): Promise<Verdict> {
  const content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  return verifyProof(bundleIn(content, file), { root });
}

/** What `assent ledger verify` prints. */
function sentencesOf(verdict: Verdict): string {
  if (!verdict.valid) {
    const { findings } = verdict;
    // What cannot be read has no findings to be counted.
    if (findings[0]?.kind === 'malformed') return `Not valid: ${findings[0].message}.`;
    return [`Not valid: ${count(findings.length, 'finding')}.`, ...findings.map(({ message }) => `  ${message}`)].join(
      '\n',
    );
  }
  const { events, upTo, headKnown } = verdict;
  return [
    `Valid: ${count(events, 'event')}, up to event ${upTo}, none changed, removed or added.`,
    headKnown
      ? `Event ${upTo} was the newest when this was exported, as the bundle itself says.`
      : 'The bundle is of the first kind, without the head of its chain: it cannot tell whether later events were cut off.',
    ...witnessOf(verdict),
  ].join('\n');
}

/** What a bundle says of itself could be made up: who made it can be anybody, but not who kept the root. */
function witnessOf({
  checkpointDay,
  checkpointRoot,
  witnessedUpTo,
  rootCompared,
}: Verdict & { valid: true }): string[] {
  if (checkpointDay === undefined)
    return ['Without a checkpoint, nobody else witnesses that nothing was cut off at the end.'];
  const witnessed = `The checkpoint of ${checkpointDay} witnesses them up to event ${witnessedUpTo}`;
  if (rootCompared) return [`${witnessed}, with the root that you named.`];
  return [
    `${witnessed}, if its root is the one that was kept: ${checkpointRoot}`,
    `Compare it with \`root\` in checkpoints/${checkpointDay}.json of the checkpoints bucket, or name that with --root.`,
  ];
}

function bundleIn(content: string, file: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new Error(`${file === '-' ? 'the input' : file} is not JSON, so not a proof bundle`, { cause });
  }
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
