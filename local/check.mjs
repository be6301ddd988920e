import { Hint, installPackages, requireNode } from './preflight.mjs';
import { quickChecks } from './checks.mjs';

/** `npm run check`: all that needs no cloud. */
try {
  requireNode();
  installPackages();
  const { passed, failed } = await quickChecks();
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof Hint)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
