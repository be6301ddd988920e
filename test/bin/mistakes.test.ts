import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assent } from '#test/support/command.ts';

const clientId = 'A'.repeat(16);
const ofClient = ['--client', clientId];

/** What is wrong is said before anybody is asked for a password: no cloud is needed to see it. */
describe('a wrong command', () => {
  it.each([
    ['options that lack', ['client', 'add', '--brand', 'Acme'], 1, '--legal-name: is missing\n--street: is missing'],
    ['the last of them', ['client', 'add', '--brand', 'Acme'], 1, '--accepted-by: is missing'],
    ['a value', ['client', 'add', '--brand', 'Acme', '--country', 'Germany'], 1, '--country: is not a country code'],
    ['an argument', ['client', 'approve', 'short', '--reason', 'papers'], 1, '<client-id>: is not an id'],
    ['an id', ['list', 'add', '--client', 'short', '--name', 'x', '--title', 'x'], 1, '--client: is not an id'],
    ['the box of a form', ['form', 'add', ...ofClient, '--box', 'x'.repeat(2_000)], 1, '--box: is longer than'],
    ['a name', ['user', 'add', 'emeka.obi', ...ofClient, '--name', ''], 1, '--name: is empty'],
    [
      'a time',
      ['endpoint', 'replay', clientId, ...ofClient, '--since', 'yesterday'],
      1,
      '--since: is not a time like 2026-11-24T00:00:00.000Z',
    ],
    ['a required option', ['user', 'add', 'emeka.obi'], 2, 'error: --client <id> is missing'],
  ])('is told by %s', async (_, args, code, sentence) => {
    const said = await assent(args, {});
    expect(said.err).toContain(sentence);
    expect(said).toMatchObject({ code, out: '' });
  });

  it('is told by the field where a file has it', async () => {
    const input = JSON.stringify({ postalAddress: { street: '1 Quay Street', country: 'GB' } });
    const { err } = await assent(['client', 'add', '--file', '-', '--brand', ''], {}, input);
    expect(err).toContain('postalAddress.city: is missing');
    expect(err).toContain('--brand: is empty');
  });
});

it('tells its version', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await assent(['--version'], {})).toEqual({ code: 0, out: `${version}\n`, err: '' });
});
