import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { Hint, root } from './preflight.mjs';
import { runToEnd } from './processes.mjs';

const bin = (name) => path.join(root, 'node_modules', name);

/** Format, types, lint, the quick tests, and what nobody uses; two at a time. @returns how many checks and tests passed and failed */
export async function quickChecks(step) {
  const first = await both([
    check(step, 'format', [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.']),
    check(step, 'types', [bin('ts7/bin/tsc'), '--noEmit']),
  ]);
  const second = await both([
    check(step, 'lint', [bin('eslint/bin/eslint.js'), '.', '--max-warnings=0']),
    vitest(step, 'quick'),
  ]);
  const third = await both([check(step, 'unused', [bin('knip/bin/knip.js')])]);
  return sum([...first, ...second, ...third]);
}

/** What failed is told when both are done: nothing writes into the lines that still move. */
async function both(checks) {
  const results = await Promise.all(checks);
  for (const { said } of results) if (said) console.log(said);
  return results;
}

/** One project of vitest, counted test by test. A run that breaks off, or tests nothing, counts as failed. */
export async function vitest(step, project, environment = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'assent-report-'));
  const report = path.join(folder, 'report.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  try {
    const program = [bin('vitest/vitest.mjs'), 'run', '--project', project, ...reporters];
    const run = await check(step, `tests (${project})`, program, environment);
    const { said } = run;
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    const tested = numPassedTests + numFailedTests > 0;
    return { passed: numPassedTests, failed: Math.max(numFailedTests, run.failed, tested ? 0 : 1), said };
  } catch (error) {
    if (error.code !== 'ENOENT' && !(error instanceof SyntaxError)) throw error;
    return { passed: 0, failed: 1, said: `tests (${project}) ended without a report` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const sum = (results) =>
  results.reduce((all, each) => ({ passed: all.passed + each.passed, failed: all.failed + each.failed }), {
    passed: 0,
    failed: 0,
  });

/** Runs a Node program. @returns what it said only when it failed */
async function check(step, name, args, environment = {}) {
  let said = '';
  let files = 0;
  try {
    await step(name, async (tell) => {
      const code = await runToEnd(process.execPath, args, {
        cwd: root,
        env: { ...process.env, ...environment },
        onOutput: (text) => {
          said += text;
          files += stripVTControlCharacters(text).match(/^ *[✓❯×] .*\(\d+ tests?/gm)?.length ?? 0;
          if (files > 0) tell(`${files} files of tests`);
        },
      });
      if (code !== 0) throw new Hint(`${name} failed`);
    });
    return { passed: 1, failed: 0 };
  } catch (error) {
    if (!(error instanceof Hint)) throw error;
    return { passed: 0, failed: 1, said };
  }
}
