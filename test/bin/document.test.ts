import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { expect, it } from 'vitest';
import { connect } from '../../bin/connect.ts';
import { programWith } from '../../bin/program.ts';

const text = readFileSync('docs/cli.md', 'utf8');
const sources = readdirSync('bin', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

it('docs/cli.md explains every variable that the command reads, and no other', () => {
  const read = sources.flatMap((file) => readFileSync(path.join('bin', file), 'utf8').match(/ASSENT_[A-Z_]+/g) ?? []);
  const explained = [...text.matchAll(/^\| `(ASSENT_[A-Z_]+)` /gm)].map(([, name]) => name);
  expect(explained.sort()).toEqual([...new Set(read)].sort());
});

it('docs/cli.md names every command', () => {
  const namesOf = (command: Command, before: string): string[] =>
    command.commands.length === 0
      ? [`${before}${command.name()}`]
      : command.commands.flatMap((each) => namesOf(each, `${before}${command.name()} `));
  const named = [...text.matchAll(/^\| `([a-z -]+)` /gm)].map(([, name]) => name);
  expect(named.sort()).toEqual(
    namesOf(programWith(connect), '')
      .map((name) => name.replace('assent ', ''))
      .sort(),
  );
});
