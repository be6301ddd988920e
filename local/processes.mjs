import { spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { Hint } from './preflight.mjs';

/** Everything that this process has started, and what has to be done before it ends. */
const groups = new Set();
const endings = new Set();
const hushes = new Set();

/**
 * Starts a program in a process group of its own, so that what it starts ends with it. Its standard input stays open for
 * as long as this process lives: a program that watches it also ends when this one is killed outright.
 */
export function start(command, args, { log, env = process.env, cwd } = {}) {
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => {});
  if (child.pid !== undefined) groups.add(child.pid);
  if (log !== undefined) logTo(log, child);
  return child;
}

function logTo(log, child) {
  const file = createWriteStream(log);
  child.stdout.pipe(file, { end: false });
  child.stderr.pipe(file, { end: false });
  const end = () => file.end();
  child.logged = new Promise((resolve) => file.once('close', resolve));
  child.once('close', end).once('error', end);
}

/**
 * Runs a program to its end, with its output in `log`.
 * @returns its exit code; 127 when there is no such program
 */
export async function runToEnd(command, args, { limitMs, onOutput, ...options }) {
  const child = start(command, args, options);
  if (onOutput) child.stdout.on('data', onOutput).setEncoding('utf8');
  if (onOutput) child.stderr.on('data', onOutput).setEncoding('utf8');
  child.stdin.end();
  const timer = limitMs && setTimeout(() => stop(child.pid), limitMs);
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('close', (status) => resolve(status ?? 1));
  });
  clearTimeout(timer);
  await child.logged;
  // The leader has ended; whatever it left behind goes too.
  if (child.pid !== undefined) await stop(child.pid);
  return code;
}

/** The same, for what has to succeed. @throws Hint with the end of its log */
export async function finish(name, command, args, options) {
  const started = Date.now();
  const code = await runToEnd(command, args, options);
  if (code === 0) return;
  const tooLong = options.limitMs && Date.now() - started >= options.limitMs;
  const how = tooLong ? `was not done within ${options.limitMs / 60_000} minutes` : 'failed';
  throw new Hint(`${name} ${how}.\n${lastOf(options.log)}`, `What it said is in ${options.log}`);
}

/** The last lines that say anything. */
export function lastOf(log, lines = 8) {
  const said = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return said
    .slice(-lines)
    .map((line) => `    ${line}`)
    .join('\n');
}

const patienceMs = 5_000;

/** Asks a group to end; when it does not, it is ended. */
export async function stop(group, graceMs = patienceMs) {
  signal(group, 'SIGTERM');
  for (let waited = 0; lives(group) && waited < graceMs; waited += 50)
    await new Promise((resolve) => setTimeout(resolve, 50));
  signal(group, 'SIGKILL');
  groups.delete(group);
}

export const stopAll = (graceMs) => Promise.all([...groups].map((group) => stop(group, graceMs)));

/** Is done before the last words: whatever still writes falls silent. */
export const beforeLastWords = (hush) => hushes.add(hush);

/** Is done however this process ends, short of being killed outright. Has to be synchronous. @returns takes it back */
export function atTheEnd(work) {
  endings.add(work);
  return () => endings.delete(work);
}

/**
 * The frame of a program: whatever it started ends with it, by Ctrl-C (said twice: at once), by a signal, with its terminal
 * or by an error. What a person can mend is told in a sentence.
 */
export async function untilStopped(main, graceMs = patienceMs) {
  let stopping = false;
  const lastWords = (write, text) => {
    for (const hush of hushes) hush();
    write(text);
  };
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
  for (const [name, code] of Object.entries(codes))
    process.on(name, async () => {
      if (stopping) process.exit(code);
      stopping = true;
      lastWords(console.log, `\nStopping${process.stdout.isTTY ? ' (Ctrl-C again: at once)' : ''}.`);
      await stopAll(graceMs);
      process.exit(code);
    });
  process.on('exit', () => {
    for (const group of groups) signal(group, 'SIGKILL');
    for (const work of endings) work();
  });
  // A closed terminal: there is nobody left to tell.
  for (const out of [process.stdout, process.stderr]) out.on('error', () => {});
  try {
    await main();
  } catch (error) {
    // What fails because it is being stopped is no news.
    if (stopping) return;
    lastWords(
      console.error,
      error instanceof Hint ? `\n${[error.message, error.where].filter(Boolean).join('\n')}` : error,
    );
    process.exitCode = 1;
  }
  if (stopping) return;
  await stopAll(graceMs);
  process.exit();
}

function signal(group, name) {
  try {
    process.kill(-group, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function lives(group) {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
}

export const logFile = (folder, name) => path.join(folder, 'logs', `${name}.log`);
