import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { programWith } from '../../bin/program.ts';
import type { Connect } from '../../bin/connect.ts';

class Tried extends Error {}

/** Judges what would be called as the API does, and stops there. */
const tryOnly: Connect = () => (route, request) => {
  const parts = [
    [route.params, request.params ?? {}],
    [route.query, request.query ?? {}],
    [route.body, request.body],
  ] as const;
  for (const [shape, value] of parts) shape?.().parse(value);
  throw new Tried();
};

const leaves = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves);

function helpOf(command: Command): string {
  let said = '';
  command.configureOutput({ writeOut: (text) => (said += text) });
  command.outputHelp();
  return said;
}

const nameOf = (command: Command): string =>
  (command.parent?.parent ? `${nameOf(command.parent)} ` : '') + command.name();

/** `assent a --b "c d"` → a, --b, c d */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

const all = leaves(programWith(tryOnly)).map((command) => [nameOf(command), helpOf(command)] as const);
const exampleIn = (help: string): string[] =>
  wordsOf(/Example:\n {2}assent (.*)/.exec(help)?.[1] ?? '').filter((word) => word !== '');

describe('the help', () => {
  it.each(all)('of "%s" has an example that is taken', async (name, help) => {
    const example = exampleIn(help);
    expect(example.join(' ').startsWith(name)).toBe(true);
    const program = programWith(tryOnly);
    // What asks AWS itself is not run here: only whether it is called rightly.
    const aws = leaves(program).filter(
      (command) => command.name() === 'totp' || !command.options.some(({ long }) => long === '--url'),
    );
    for (const command of aws)
      command.action(() => {
        throw new Tried();
      });
    await expect(program.parseAsync(example, { from: 'user' })).rejects.toThrow(Tried);
  });

  it('offers JSON everywhere', () => {
    for (const [, help] of all) expect(help).toContain('--json');
  });
});
