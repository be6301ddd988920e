import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Plain JavaScript on purpose: it runs before anything is installed. */
export const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');

/** Something a person can mend: printed as its one sentence, without a stack. */
export class Hint extends Error {}

const oldestNode = [20, 19];

/** @throws Hint when Node is too old */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = oldestNode;
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor))
    throw new Hint(
      `Assent needs Node ${oldestNode.join('.')} or newer; this is ${version}. Install a newer one (nvm install reads .nvmrc).`,
    );
}

/** Installs the packages if the lock file changed since the last time. @throws Hint */
export function installPackages() {
  const stamp = path.join(root, 'node_modules', '.assent-lock');
  const wanted = hashOf('package-lock.json');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0)
    throw new Hint(
      `npm could not install the packages. Is the network there? It said: ${lastLine(npm.stderr || String(npm.error))}`,
    );
  writeFileSync(stamp, wanted);
  return true;
}

/** Makes `.venv` with the pinned emulator, again when its pins or its Python changed. @returns its python @throws Hint */
export function installEmulator() {
  const venv = path.join(root, '.venv');
  const python = path.join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const stamp = path.join(venv, '.assent-requirements');
  const wanted = hashOf('local/requirements.txt');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted && works(python)) return python;
  rmSync(venv, { recursive: true, force: true });
  const made = spawnSync(systemPython(), ['-m', 'venv', venv], { encoding: 'utf8' });
  if (made.status !== 0)
    throw new Hint(
      `Python could not make .venv; on Debian install python3-venv. It said: ${lastLine(made.stderr || made.stdout)}`,
    );
  const pip = spawnSync(
    python,
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', path.join(root, 'local/requirements.txt')],
    { encoding: 'utf8' },
  );
  if (pip.status !== 0)
    throw new Hint(`pip could not install the emulator. Is the network there? It said: ${lastLine(pip.stderr)}`);
  writeFileSync(stamp, wanted);
  return python;
}

/** @throws Hint when there is none, or an old one */
function systemPython() {
  for (const name of ['python3', 'python']) {
    const { status } = spawnSync(name, ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']);
    if (status === 0) return name;
  }
  throw new Hint('Assent needs Python 3.10 or newer for the local cloud, and found none on the PATH.');
}

const works = (python) => {
  try {
    execFileSync(python, ['-c', 'import ministack'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const hashOf = (file) =>
  createHash('sha256')
    .update(readFileSync(path.join(root, file)))
    .digest('hex');
const lastLine = (text) => (text ?? '').trim().split('\n').at(-1) ?? '';
