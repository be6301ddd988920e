import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Hint, makeFolder, root } from './preflight.mjs';
import { atTheEnd, finish, lastOf, logFile, start, stopAll } from './processes.mjs';
import { startNeighbours } from './neighbours.mjs';
import { forgetPrivateFiles, writePrivately } from './private-files.mjs';
import { proxy } from './proxy.mjs';

const minute = 60_000;

/** What a local cloud listens on, in this order from its base on. */
const listeners = ['public', 'emulator', 'inbox', 'webhookReceiver', 'dashboards'];
/** How many ports a local cloud takes. */
export const portsPerCloud = listeners.length;
const bases = { first: 4600, last: 4990, step: 10 };

/** A local cloud of one's own, for as long as `use` runs: its state is in a folder that goes with it. */
export async function withCloud(python, step, use) {
  const folder = mkdtempSync(path.join(tmpdir(), 'assent-cloud-'));
  const forget = () => rmSync(folder, { recursive: true, force: true });
  const keep = atTheEnd(forget);
  try {
    makeFolder(folder);
    const base = await freeBase(21_000, 29_000);
    return await runCloud({ python, folder, base, step }, ({ running, runningFile }) =>
      use({ ASSENT_RUNNING: runningFile }, running),
    );
  } finally {
    keep();
    forget();
  }
}

/**
 * Starts the emulator with IAM enforced, deploys the real templates with the real CDK, writes running.json, and stops all
 * of it when `use` is done or has failed. When the emulator ends first, so does this.
 * @param step tells a person how far it is, see steps.mjs
 */
export async function runCloud({ python, folder, base, step }, use) {
  const ports = Object.fromEntries(listeners.map((name, index) => [name, base + index]));
  const urlOf = (name) => `http://127.0.0.1:${ports[name]}`;
  const endpoint = urlOf('emulator');
  const publicUrl = urlOf('public');
  const inboxUrl = urlOf('inbox');
  const decisionsLog = path.join(folder, 'decisions.jsonl');
  const runningFile = path.join(folder, 'running.json');
  /** As running.json tells it: a later deploy is given the same. */
  const cloud = { folder, endpoint, publicUrl, inboxUrl, webhookReceiver: { url: urlOf('webhookReceiver') } };
  const open = [];
  rmSync(temporaryIn(folder), { recursive: true, force: true });
  mkdirSync(temporaryIn(folder));
  // Programs that the emulator writes here are CommonJS, whatever the package.json above says.
  writeFileSync(path.join(temporaryIn(folder), 'package.json'), '{}');

  const log = logFile(folder, 'emulator');
  const emulator = start(python, [path.join(root, 'local/emulator.py')], {
    cwd: root,
    log,
    env: {
      ...environmentOf(cloud),
      AUTH: 'true',
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: String(ports.emulator),
      DECISIONS_LOG: decisionsLog,
      // Its functions inherit this: they find the stand-in where they would find SES.
      AWS_ENDPOINT_URL_SESV2: inboxUrl,
      // Killed outright, this process can stop nothing: its end of the pipe closes all the same.
      END_WITH_STDIN: '1',
    },
  });
  const ended = new Promise((_, reject) => {
    emulator.once('error', (error) => reject(new Hint(`The emulator could not be started: ${error.message}`)));
    emulator.once('close', async () => {
      await emulator.logged;
      reject(new Hint(`The emulator has ended by itself.\n${lastOf(log)}`, `What it said is in ${log}`));
    });
  });
  const alive = (name, work) => step(name, (tell) => Promise.race([work(tell), ended]));
  const forget = () => forgetPrivateFiles(folder);
  const keep = atTheEnd(forget);
  const work = async () => {
    await alive('emulator', () => answers(`${endpoint}/_ministack/health`, log));
    open.push(...(await startNeighbours({ ...cloud, ports })));
    await alive('cdk synth', () => synth(cloud));
    await alive('cdk bootstrap', () => bootstrap(cloud));
    const outputs = await alive('cdk deploy', (tell) => deploy(cloud, tell));
    const host = outputs['Assent-Service'].DistributionDomain;
    open.push(await proxy({ port: ports.public, target: endpoint, host }));
    const running = {
      version: 1,
      pid: process.pid,
      endpoint,
      region: 'us-east-1',
      publicUrl,
      inboxUrl,
      webhookReceiver: cloud.webhookReceiver,
      dashboardsUrl: urlOf('dashboards'),
      outputs,
      decisionsLog,
      logs: path.join(folder, 'logs'),
    };
    writePrivately(runningFile, JSON.stringify(running, undefined, 2));
    return use({ running, runningFile });
  };
  try {
    return await Promise.race([work(), ended]);
  } finally {
    ended.catch(() => {});
    for (const server of open) {
      server.close();
      server.closeAllConnections?.();
    }
    keep();
    forget();
    await stopAll();
  }
}

/** Functions are unpacked and bundled here; nothing of it stays in the machine's own temporary folder. */
const temporaryIn = (folder) => path.join(folder, 'tmp');

/** The environment of everything that works with an emulator: its functions inherit it. */
export function environmentOf({ folder, endpoint }) {
  const environment = {
    ...process.env,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: '1',
    TMPDIR: temporaryIn(folder),
  };
  delete environment.AWS_PROFILE;
  delete environment.AWS_SESSION_TOKEN;
  return environment;
}

const assemblyIn = (folder) => path.join(folder, 'cdk.out');

/** What a local deployment sets (docs/deploy.md). */
const settingsOf = ({ publicUrl, webhookReceiver }) => ({
  mailFromDomain: 'mail.assent.test',
  publicUrl,
  throwAway: true,
  logRetentionDays: 7,
  receiveUnsubscribes: true,
  clientSubdomains: true,
  dnsServers: [new URL(publicUrl).host],
  privateWebhookHosts: [new URL(webhookReceiver.url).host],
});

/** Templates and bundles of this checkout. */
export async function synth(cloud) {
  const args = ['--quiet', '-c', `assent=${JSON.stringify(settingsOf(cloud))}`, '--output', assemblyIn(cloud.folder)];
  await cdk(cloud, 'synth', args, 5 * minute);
}

const bootstrap = (cloud) =>
  cdk(cloud, 'bootstrap', ['aws://000000000000/us-east-1', '--app', assemblyIn(cloud.folder)], 2 * minute);

/** Deploys what was synthesised, for the first time or again. @returns the outputs of each stack */
export async function deploy(cloud, tell) {
  const outputsFile = path.join(cloud.folder, 'outputs.json');
  const args = [
    '--all',
    '--require-approval',
    'never',
    '--outputs-file',
    outputsFile,
    '--app',
    assemblyIn(cloud.folder),
  ];
  await cdk(cloud, 'deploy', args, 10 * minute, resourcesDone(cloud.folder, tell));
  return JSON.parse(readFileSync(outputsFile, 'utf8'));
}

/** Reads lines like `Assent-Data | 12/13 | …`. How many there are, the templates say: a stack that has not begun counts too. */
function resourcesDone(folder, tell) {
  const all = new Map();
  for (const file of readdirSync(assemblyIn(folder)).filter((name) => name.endsWith('.template.json'))) {
    const { Resources } = JSON.parse(readFileSync(path.join(assemblyIn(folder), file), 'utf8'));
    all.set(file.replace('.template.json', ''), { done: 0, of: Object.keys(Resources).length + 1 });
  }
  return (text) => {
    for (const [, stack, done] of text.matchAll(/^(\S+) \| +(\d+)\/\d+ \|/gm))
      if (all.has(stack)) all.get(stack).done = Math.min(Number(done), all.get(stack).of);
    const sum = (part) => [...all.values()].reduce((total, each) => total + each[part], 0);
    if (sum('done') > 0) tell(`${sum('done')} of ${sum('of')}`);
  };
}

/** One command of the CDK, with a limit of its own: a resource that never answers would hang it for an hour. */
function cdk(cloud, command, args, limitMs, onOutput) {
  const program = [path.join(root, 'node_modules/aws-cdk/bin/cdk'), command, ...args];
  return finish(`cdk ${command}`, process.execPath, program, {
    cwd: root,
    env: environmentOf(cloud),
    log: logFile(cloud.folder, `cdk-${command}`),
    limitMs,
    onOutput,
  });
}

async function answers(url, log) {
  for (let waited = 0; waited < minute; waited += 200) {
    const there = await fetch(url).then(
      () => true,
      () => false,
    );
    if (there) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Hint('The emulator did not answer within a minute.', `What it said is in ${log}`);
}

/**
 * The first of a block of ports that nobody holds: `wanted` if it is given and free.
 * @throws Hint
 */
export async function chosenBase(wanted, say) {
  if (wanted === undefined || wanted === '') return freeBase(bases.first, bases.last);
  const base = Number(wanted);
  if (!Number.isInteger(base) || base < 1024 || base > 65_000)
    throw new Hint(`ASSENT_PORT is "${wanted}": it should be a number from 1024 to 65000.`);
  const taken = await firstTaken(base);
  if (taken === undefined) return base;
  const other = await freeBase(base + bases.step, Math.min(base + 500, 65_000));
  say(`Port ${taken} is in use: taking ${other} to ${other + portsPerCloud - 1} instead.`);
  return other;
}

async function freeBase(first, last) {
  for (let base = first; base <= last; base += bases.step) if ((await firstTaken(base)) === undefined) return base;
  throw new Hint(
    `Between ${first} and ${last} no ${portsPerCloud} ports are free: stop something, or set ASSENT_PORT.`,
  );
}

async function firstTaken(base) {
  for (let port = base; port < base + portsPerCloud; port++) if (!(await isFree(port))) return port;
  return undefined;
}

const isFree = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
