import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** A fresh clone as far as starting it goes: nothing installed, and only the programs on the PATH that a test puts there. */
export function scratchClone() {
  const folder = mkdtempSync(path.join(tmpdir(), 'assent-scratch-'));
  const programs = path.join(folder, 'programs');
  mkdirSync(path.join(folder, 'local'), { recursive: true });
  mkdirSync(programs);
  for (const file of ['package.json', 'package-lock.json', 'local/requirements.txt'])
    cpSync(path.join(root, file), path.join(folder, file));
  for (const file of readdirSync(path.join(root, 'local'), { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.mjs') && !file.startsWith('.'))
      cpSync(path.join(root, 'local', file), path.join(folder, 'local', file));

  const clone = {
    folder,
    /** Puts a program on the PATH, as a few lines of shell. */
    program(name: string, ...lines: string[]) {
      writeFileSync(path.join(programs, name), ['#!/bin/sh', ...lines, ''].join('\n'));
      chmodSync(path.join(programs, name), 0o755);
      return clone;
    },
    /** An npm that installs, and a Python that makes an environment whose pip is `pip`. */
    installs({ pip = 'exit 0' } = {}) {
      clone.program('npm', 'mkdir -p node_modules');
      const python = ['case "$*" in', `*"pip install"*) ${pip} ;;`, '*ministack*|*version_info*) exit 0 ;;', 'esac'];
      clone.program(
        'python3',
        'if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; exit 0; fi',
        ...python,
        'echo "this is no emulator"',
      );
      return clone;
    },
    /** `npm start` there, to its end. */
    start(environment: Record<string, string> = {}): Promise<{ code: number; said: string }> {
      for (const name of ['sh', 'mkdir', 'cp'])
        if (!readdirSync(programs).includes(name)) symlinkSync(`/bin/${name}`, path.join(programs, name));
      return new Promise((resolve) => {
        execFile(
          process.execPath,
          ['local/launch.mjs', 'start'],
          { cwd: folder, env: { PATH: programs, HOME: folder, ...environment } },
          (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }),
        );
      });
    },
  };
  return clone;
}
