import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Plain JavaScript, and nothing but what every Node has: it runs before anything is installed, on whatever is there. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Something a person can mend: printed as its sentences, without a stack. */
export class Hint extends Error {
  constructor(message, where) {
    super(message);
    this.where = where;
  }
}

/** The state of a local cloud: its logs, what it deployed, running.json. */
export const stateFolder = path.resolve(process.env.ASSENT_LOCAL_DIR || path.join(root, 'local/.state'));

/** @throws Hint when Node is older than package.json's `engines` allow */
export function requireNode(version = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const oldest = engines.node.replace(/^\D+/, '');
  const [major, minor] = version.split('.').map(Number);
  const [wantedMajor, wantedMinor] = oldest.split('.').map(Number);
  if (major < wantedMajor || (major === wantedMajor && minor < wantedMinor))
    throw new Hint(
      `Assent needs Node ${oldest} or newer, and this is ${version}: install a newer one (with nvm: nvm install).`,
    );
}

/** Makes the folder of a local cloud. @throws Hint where nothing can be written */
export function makeFolder(folder) {
  for (const needed of [root, folder]) {
    try {
      mkdirSync(needed, { recursive: true });
      accessSync(needed, constants.W_OK);
    } catch (error) {
      throw new Hint(`Nothing can be written to ${needed} (${error.code}): move Assent to a folder of yours.`);
    }
  }
  mkdirSync(path.join(folder, 'logs'), { recursive: true });
}

/**
 * Installs the packages if they changed since the last time.
 * @param run runs a program to its end, see runToEnd
 * @throws Hint
 */
export async function installPackages(run, folder) {
  const stamp = path.join(root, 'node_modules', '.assent-lock');
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const wanted = hashOf('package-lock.json', JSON.stringify([dependencies, devDependencies]));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const log = path.join(folder, 'logs', 'packages.log');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...quickToGiveUp];
  const code = await run('npm', args, { cwd: root, log });
  if (code !== 0) throw packagesHint(code, readFileSync(log, 'utf8'), log);
  writeFileSync(stamp, wanted);
}

/** Two more tries within seconds; npm's own default makes a person without network wait for minutes. */
const quickToGiveUp = ['--fetch-retries=2', '--fetch-retry-mintimeout=500', '--fetch-retry-maxtimeout=3000'];

function packagesHint(code, said, log) {
  const where = `What npm said is in ${log}`;
  if (code === 127) return new Hint('There is no npm on the PATH: it comes with Node; install Node with it.');
  if (/in sync|EUSAGE/.test(said))
    return new Hint('package-lock.json does not fit package.json: run npm install once, and commit both.', where);
  if (noNetwork.test(said))
    return new Hint('npm does not reach its registry: is the network there, and a proxy set if it needs one?', where);
  return new Hint(`npm could not install the packages: ${lastLine(said)}`, where);
}

const noNetwork =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|network request|NewConnectionError|ConnectTimeout|Connection refused|name resolution/i;

/**
 * Makes `.venv` with the pinned emulator, again when the pins changed or its Python is gone.
 * @returns its python
 * @throws Hint
 */
export async function installEmulator(run, folder) {
  const venv = path.join(root, '.venv');
  const python = path.join(venv, 'bin', 'python');
  const stamp = path.join(venv, '.assent-requirements');
  const wanted = hashOf('local/requirements.txt');
  const log = path.join(folder, 'logs', 'emulator-install.log');
  const upToDate = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
  if (upToDate && (await run(python, ['-c', 'import ministack'], { log })) === 0) return python;
  const system = await systemPython(run, log);
  rmSync(venv, { recursive: true, force: true });
  if ((await run(system, ['-m', 'venv', venv], { log })) !== 0) {
    const said = readFileSync(log, 'utf8');
    const where = `What it said is in ${log}`;
    throw /ensurepip|No module named '?venv/.test(said)
      ? new Hint(`${system} has no venv: on Debian and Ubuntu, apt install python3-venv.`, where)
      : new Hint(`${system} could not make .venv: ${lastLine(said)}`, where);
  }
  const requirements = path.join(root, 'local/requirements.txt');
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--retries', '2'];
  if ((await run(python, [...pip, '-r', requirements], { log })) !== 0) {
    const said = readFileSync(log, 'utf8');
    const where = `What pip said is in ${log}`;
    throw noNetwork.test(said)
      ? new Hint('pip does not reach PyPI: is the network there, and a proxy set if it needs one?', where)
      : new Hint(`pip could not install the emulator: ${lastLine(said)}`, where);
  }
  writeFileSync(stamp, wanted);
  return python;
}

/** @throws Hint when there is none, or only old ones */
async function systemPython(run, log) {
  let old = false;
  for (const name of ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10']) {
    const code = await run(name, ['-c', 'import sys; sys.exit(0 if sys.version_info >= (3, 10) else 3)'], { log });
    if (code === 0) return name;
    old ||= code === 3;
  }
  throw new Hint(
    old
      ? 'Assent needs Python 3.10 or newer for the local cloud, and the one on the PATH is older: install a newer one.'
      : 'Assent needs Python 3.10 or newer for the local cloud, and there is none on the PATH: install python3.',
  );
}

const hashOf = (file, more = '') =>
  createHash('sha256')
    .update(readFileSync(path.join(root, file)))
    .update(more)
    .digest('hex');
const lastLine = (text) => (text || '').trim().split('\n').pop();
