import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchClone } from './scratch.ts';

const npmOffline = [
  'echo "npm error code ECONNREFUSED" >&2',
  'echo "npm error network request to the registry failed, reason: connect ECONNREFUSED" >&2',
  'exit 1',
];
const npmOutOfDate = [
  'echo "npm error code EUSAGE" >&2',
  'echo "npm error \\`npm ci\\` can only install packages when your package.json and package-lock.json are in sync." >&2',
  'exit 1',
];
const pipOffline =
  'echo "WARNING: Retrying after connection broken by NewConnectionError: [Errno 111] Connection refused" >&2; exit 1';

describe('npm start on a machine that lacks something', () => {
  it.each([
    ['npm', scratchClone(), 'There is no npm on the PATH'],
    ['the network, for npm', scratchClone().program('npm', ...npmOffline), 'npm does not reach its registry'],
    [
      'a lock file that fits',
      scratchClone().program('npm', ...npmOutOfDate),
      'package-lock.json does not fit package.json: run npm install once',
    ],
    ['Python', scratchClone().program('npm', 'mkdir -p node_modules'), 'there is none on the PATH: install python3'],
    [
      'a Python that is new enough',
      scratchClone().program('npm', 'mkdir -p node_modules').program('python3', 'exit 3'),
      'the one on the PATH is older',
    ],
    [
      "Python's venv",
      scratchClone()
        .program('npm', 'mkdir -p node_modules')
        .program('python3', 'case "$*" in *version_info*) exit 0;; esac; echo "ensurepip is not available"; exit 1'),
      'python3 has no venv: on Debian and Ubuntu, apt install python3-venv',
    ],
    ['the network, for pip', scratchClone().installs({ pip: pipOffline }), 'pip does not reach PyPI'],
  ])('says so in a sentence: %s', async (_, clone, sentence) => {
    const { code, said } = await clone.start();
    expect(code).toBe(1);
    expect(said).toContain(sentence);
    expect(said).not.toMatch(/^ +at /m);
  });

  it('says so: a folder that cannot be written to', async () => {
    const clone = scratchClone();
    writeFileSync(path.join(clone.folder, 'file'), '');
    const { code, said } = await clone.start({ ASSENT_LOCAL_DIR: path.join(clone.folder, 'file/state') });
    expect(code).toBe(1);
    expect(said).toMatch(/^\nNothing can be written to .*file\/state \(ENOTDIR\)/);
  });

  it('makes .venv anew when its Python is gone', async () => {
    const clone = scratchClone().installs();
    await clone.start();
    // As after an upgrade of the system's Python: the environment stands, and what it points to does not.
    clone.program('../.venv/bin/python', 'exit 127').installs({ pip: pipOffline });
    expect((await clone.start()).said).toContain('pip does not reach PyPI');
  });
});

describe('the emulator', () => {
  it('that ends at once is told with its last lines, and where the rest is', async () => {
    const { code, said } = await scratchClone().installs().start();
    expect(code).toBe(1);
    expect(said).toContain('The emulator has ended by itself.\n    this is no emulator');
    expect(said).toMatch(/What it said is in .*emulator\.log/);
  });
});

describe('ASSENT_PORT', () => {
  it.each(['abc', '80', '70000', '4600.5'])('has to be a port: %s', async (port) => {
    expect((await scratchClone().installs().start({ ASSENT_PORT: port })).said).toContain(
      `ASSENT_PORT is "${port}": it should be a number from 1024 to 65000.`,
    );
  });

  it('gives way to the next free block when one of its ports is in use, and says so', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    const { port } = await new Promise<AddressInfo>((resolve) =>
      holder.once('listening', () => resolve(holder.address() as AddressInfo)),
    );
    const { said } = await scratchClone()
      .installs()
      .start({ ASSENT_PORT: String(port) });
    holder.close();
    const [, first, last] = new RegExp(`Port ${port} is in use: taking (\\d+) to (\\d+) instead\\.`).exec(said)!;
    // The next one, unless somebody has that too.
    expect((Number(first) - port) % 10).toBe(0);
    expect(Number(first)).toBeGreaterThan(port);
    expect(Number(last)).toBe(Number(first) + 4);
  });
});

describe('Node', async () => {
  const { requireNode } = (await import(path.resolve('local/preflight.mjs'))) as {
    requireNode: (version: string) => void;
  };

  it.each(['16.20.2', '18.20.8', '20.18.3'])('%s is too old, and told so', (version) => {
    expect(() => requireNode(version)).toThrow(`Assent needs Node 20.19 or newer, and this is ${version}`);
  });

  it.each(['20.19.0', '22.0.0', '24.11.1'])('%s is taken', (version) => {
    expect(() => requireNode(version)).not.toThrow();
  });
});
