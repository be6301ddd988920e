import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import type { Call, Connect } from './connect.ts';

export interface SharedOptions {
  readonly stack: string;
  readonly url?: string;
  readonly userPoolClient?: string;
  readonly json?: boolean;
}

export interface CommandSpec {
  /** `add <user-name>` */
  readonly usage: string;
  readonly description: string;
  /** Stands in the help, and is tried by a test. */
  readonly example: string;
}

/** A command of this tool: with its example, the options that all have, and answers for people or as JSON. */
export const addCommand = (parent: Command, { usage, description, example }: CommandSpec): Command =>
  parent
    .command(usage)
    .description(description)
    .option('--stack <name>', 'the stack that answers', process.env.ASSENT_STACK ?? 'Assent-Service')
    .option('--json', 'print JSON')
    .addHelpText('after', `\nExample:\n  assent ${example}`);

/** A command that works as a signed-in person, through the API. */
export const addApiCommand = (parent: Command, spec: CommandSpec): Command =>
  addCommand(parent, spec)
    .option('--url <address>', 'the public address, instead of that of the stack', process.env.ASSENT_URL)
    .option(
      '--user-pool-client <id>',
      'with --url: no AWS credentials needed, AWS_REGION alone',
      process.env.ASSENT_USER_POOL_CLIENT,
    )
    .addHelpText(
      'after',
      '\nSigns in as ASSENT_USER with ASSENT_PASSWORD, or asks at the terminal. Nothing of it is kept.',
    );

/** What an API command does: calls, and says in words what came of it. */
export async function answer<T>(
  connect: Connect,
  options: SharedOptions,
  work: (call: Call) => Promise<T>,
  inWords: (reply: T) => string,
): Promise<void> {
  const reply = await work(connect(options));
  print(options, reply, inWords(reply));
}

export const print = ({ json }: { readonly json?: boolean }, reply: unknown, words: string): void =>
  console.log(json ? JSON.stringify(reply) : words);

/** The content of `--file`: a JSON object; `-` reads the standard input. @throws with a sentence */
export function objectIn(file: string | undefined): object {
  if (file === undefined) return {};
  const from = file === '-' ? 'the standard input' : file;
  const value = jsonOf(readFileSync(file === '-' ? 0 : file, 'utf8'), from);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`${from} is not a JSON object`);
  return value;
}

function jsonOf(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${from} is not JSON: ${cause instanceof Error ? cause.message : ''}`, { cause });
  }
}

/** What was given, without what was not. */
export function given<T extends object>(values: T): Partial<T> {
  const kept: Partial<T> = { ...values };
  for (const key of Object.keys(values)) if (Reflect.get(values, key) === undefined) Reflect.deleteProperty(kept, key);
  return kept;
}

/** Rows as columns, for people. */
export function columns(rows: readonly (readonly string[])[], none: string): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.length === 0 ? none : rows.map((row) => line(row).trimEnd()).join('\n');
}
