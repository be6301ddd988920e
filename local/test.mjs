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
    sum([await vitest('cloud', environment), await permissions(running)]),
  );
  const { passed, failed } = sum([quick, cloud]);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof Hint)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

/** What every role was refused, and what it was given for nothing, while all journeys ran. */
async function permissions(running) {
  const { register } = await import('tsx/esm/api');
  register();
  const { checkPermissions } = await import('./permissions.ts');
  return checkPermissions(running);
}
