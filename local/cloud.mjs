import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dnsServer } from './dns.mjs';
import { Hint, root } from './preflight.mjs';
import { proxy } from './proxy.mjs';

const minute = 60_000;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** A local cloud of one's own, for as long as `use` runs: its state is in a folder that goes with it. */
export async function withCloud(python, use) {
  const folder = mkdtempSync(path.join(tmpdir(), 'assent-cloud-'));
  try {
    return await runCloud({ python, folder, base: undefined }, async ({ runningFile, running }) =>
      use({ ASSENT_RUNNING: runningFile }, running),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Starts the emulator with IAM enforced, deploys the real templates with the real CDK, writes running.json, and stops all
 * of it when `use` is done, has failed, or the process is told to end.
 * @param base first of the ports: public, emulator. Any free block of ports unless given.
 */
export async function runCloud({ python, folder, base }, use, say = (line) => console.log(line)) {
  const first = base ?? (await freeBlock());
  const ports = { public: first, emulator: first + 1 };
  const logs = path.join(folder, 'logs');
  mkdirSync(logs, { recursive: true });
  const endpoint = `http://127.0.0.1:${ports.emulator}`;
  const publicUrl = `http://127.0.0.1:${ports.public}`;
  const decisionsLog = path.join(folder, 'decisions.jsonl');
  const environment = environmentOf(endpoint);

  const timed = async (name, work) => {
    const started = Date.now();
    const result = await work();
    say(`✓ ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    return result;
  };

  const emulatorLog = path.join(logs, 'emulator.log');
  const emulator = start(python, [path.join(root, 'local/emulator.py')], emulatorLog, {
    ...environment,
    AUTH: 'true',
    GATEWAY_PORT: String(ports.emulator),
    DECISIONS_LOG: decisionsLog,
  });
  const stopOnSignal = () => {
    say('\nStopping.');
    stop(emulator);
    process.exit(130);
  };
  for (const signal of signals) process.once(signal, stopOnSignal);
  let door;
  let dns;
  try {
    dns = await dnsServer(dnsPortOf(publicUrl));
    await timed('emulator', () => answers(`${endpoint}/_ministack/health`, emulator, emulatorLog));
    await timed('cdk bootstrap', () =>
      cdk({ folder, endpoint, publicUrl }, 'bootstrap', ['aws://000000000000/us-east-1'], 2 * minute),
    );
    const outputs = await timed('cdk deploy', () => deploy({ folder, endpoint, publicUrl }));
    door = await proxy({ port: ports.public, target: endpoint, host: outputs['Assent-Service'].DistributionDomain });
    const runningFile = path.join(folder, 'running.json');
    const running = { version: 1, endpoint, region: 'us-east-1', publicUrl, outputs, decisionsLog, logs };
    writeFileSync(runningFile, JSON.stringify(running, undefined, 2));
    return await use({ runningFile, running });
  } finally {
    door?.close();
    dns?.close();
    for (const signal of signals) process.removeListener(signal, stopOnSignal);
    stop(emulator);
  }
}

/** The environment of everything that works with an emulator: its functions inherit it. */
function environmentOf(endpoint) {
  const environment = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    CDK_DISABLE_CLI_TELEMETRY: '1',
  };
  delete environment.AWS_PROFILE;
  delete environment.AWS_SESSION_TOKEN;
  return environment;
}

/** Deploys all stacks of this checkout, for the first time or again. @returns the outputs of each stack */
export async function deploy(cloud) {
  const outputsFile = path.join(cloud.folder, 'outputs.json');
  const args = ['--all', '--require-approval', 'never', '--outputs-file', outputsFile];
  await cdk(cloud, 'deploy', args, 10 * minute);
  return JSON.parse(readFileSync(outputsFile, 'utf8'));
}

/** One command of the CDK, with a limit of its own: a resource that never answers would hang it for an hour. */
function cdk({ folder, endpoint, publicUrl }, command, args, limitMs) {
  const settings = {
    mailFromDomain: 'mail.assent.test',
    publicUrl,
    throwAway: true,
    logRetentionDays: 7,
    dnsServers: [`127.0.0.1:${dnsPortOf(publicUrl)}`],
  };
  const all = [
    path.join(root, 'node_modules/aws-cdk/bin/cdk'),
    command,
    ...args,
    '-c',
    `assent=${JSON.stringify(settings)}`,
    '--output',
    path.join(folder, 'cdk.out'),
  ];
  return finish(
    process.execPath,
    all,
    path.join(folder, 'logs', `cdk-${command}.log`),
    environmentOf(endpoint),
    limitMs,
  );
}

/** UDP: whatever holds the same number for TCP is not in its way. */
const dnsPortOf = (publicUrl) => Number(new URL(publicUrl).port) + 2;

/** In a process group of its own, so that the functions it runs end with it. */
function start(command, args, log, env) {
  const child = spawn(command, args, { cwd: root, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const file = createWriteStream(log);
  child.stdout.pipe(file);
  child.stderr.pipe(file);
  return child;
}

function stop(child) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGTERM');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

async function finish(command, args, log, env, limitMs) {
  const child = start(command, args, log, env);
  const timer = setTimeout(() => stop(child), limitMs);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  if (code !== 0) throw new Hint(`${path.basename(log, '.log')} failed; what it said is in ${log}:\n${tail(log)}`);
}

async function answers(url, child, log) {
  for (let waited = 0; waited < minute; waited += 200) {
    if (child.exitCode !== null) throw new Hint(`the emulator ended at once; what it said is in ${log}:\n${tail(log)}`);
    const there = await fetch(url).then(
      () => true,
      () => false,
    );
    if (there) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Hint(`the emulator did not answer within a minute; what it said is in ${log}`);
}

const tail = (log) => readFileSync(log, 'utf8').trimEnd().split('\n').slice(-12).join('\n');

/** Two neighbouring ports that nobody holds. */
async function freeBlock() {
  for (let base = 21_000; base < 29_000; base += 10) {
    if ((await isFree(base)) && (await isFree(base + 1))) return base;
  }
  throw new Hint('found no two free ports between 21000 and 29000');
}

export const isFree = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
