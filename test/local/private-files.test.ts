import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const module = JSON.stringify(path.resolve('local/private-files.mjs'));
const run = (program: string, ...args: string[]) =>
  execFileSync(process.execPath, ['--input-type=module', '-e', program, ...args]);

function folderWith(...names: string[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'assent-private-'));
  for (const name of names) writeFileSync(path.join(folder, name), 'before', { mode: 0o644 });
  return folder;
}

describe('files with passwords', () => {
  it.each([['new'], ['there already', 'env.sh']])('are for this user alone: one that is %s', (_, ...names) => {
    const file = path.join(folderWith(...names), 'env.sh');
    run(`import { writePrivately } from ${module}; writePrivately(process.argv[1], 'secret')`, file);
    expect(readFileSync(file, 'utf8')).toBe('secret');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('go with the cloud, and nothing else does', () => {
    const folder = folderWith('running.json', 'env.sh', 'seeded.json', 'outputs.json');
    run(`import { forgetPrivateFiles } from ${module}; forgetPrivateFiles(process.argv[1])`, folder);
    const left = ['running.json', 'env.sh', 'seeded.json', 'outputs.json'].filter((name) =>
      existsSync(path.join(folder, name)),
    );
    expect(left).toEqual(['outputs.json']);
  });
});
