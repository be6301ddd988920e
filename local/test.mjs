import { readFileSync } from 'node:fs';
import { Hint, installEmulator, installPackages, requireNode } from './preflight.mjs';

/** `npm test`: the quick checks, then all that runs against a local cloud of its own. */
try {
  requireNode();
  installPackages();
  const python = installEmulator();
  const { quickChecks, sum, vitest } = await import('./checks.mjs');
  const quick = await quickChecks();
  const { withCloud } = await import('./cloud.mjs');
  const cloud = await withCloud(python, async (environment, running) =>
    sum([await vitest('cloud', environment), nothingDenied(running.decisionsLog)]),
  );
  const { passed, failed } = sum([quick, cloud]);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof Hint)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** A call that a role was not allowed, while all journeys ran, is a grant that lacks: it would fail on AWS too. */
function nothingDenied(decisionsLog) {
  const decisions = readFileSync(decisionsLog, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const denied = decisions.filter(({ allowed }) => !allowed);
  console.log(
    `${denied.length === 0 ? '✓' : '✗'} permissions (${decisions.length} decisions, ${denied.length} denied)`,
  );
  for (const { role, action, resource } of denied)
    console.log(`  ${role.split('/').at(-1)} may not ${action} on ${resource}`);
  return denied.length === 0 && decisions.length > 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
