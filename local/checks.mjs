import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './preflight.mjs';

const bin = (name) => path.join(root, 'node_modules', name);

/** Format, lint, types and the quick tests, two at a time. @returns how many checks and tests passed and failed */
export async function quickChecks() {
  const first = await Promise.all([
    step('format', [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.']),
    step('types', [bin('ts7/bin/tsc'), '--noEmit']),
  ]);
  const second = await Promise.all([
    step('lint', [bin('eslint/bin/eslint.js'), '.', '--max-warnings=0']),
    vitest('quick'),
  ]);
  return sum([...first, ...second]);
}

/** One project of vitest, counted test by test. A run that ends without a report counts as failed. */
export async function vitest(project, environment = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'assent-report-'));
  const report = path.join(folder, 'report.json');
  try {
    const run = await step(
      `tests (${project})`,
      [
        bin('vitest/vitest.mjs'),
        'run',
        '--project',
        project,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
      ],
      environment,
    );
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed: numPassedTests, failed: Math.max(numFailedTests, run.failed) };
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const sum = (results) =>
  results.reduce((all, each) => ({ passed: all.passed + each.passed, failed: all.failed + each.failed }), {
    passed: 0,
    failed: 0,
  });

/** Runs a Node program; shows its output only when it fails. */
async function step(name, args, environment = {}) {
  const started = Date.now();
  const chunks = [];
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...environment } });
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  const code = await new Promise((resolve) => child.on('close', resolve));
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
  if (code !== 0) console.log(Buffer.concat(chunks).toString('utf8'));
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
