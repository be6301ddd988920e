import { quickChecks, sum, vitest } from './checks.mjs';
import { withCloud } from './cloud.mjs';
import { Hint, installEmulator, installPackages, makeFolder, stateFolder } from './preflight.mjs';
import { runToEnd, untilStopped } from './processes.mjs';
import { seed } from './seed.mjs';
import { teller } from './steps.mjs';

/** `npm test`: the quick checks, then all that runs against a local cloud of its own. */
await untilStopped(async () => {
  const step = teller();
  makeFolder(stateFolder);
  await step('packages', () => installPackages(runToEnd, stateFolder));
  const python = await step('emulator package', () => installEmulator(runToEnd, stateFolder));
  const { passed, failed } = sum([await quickChecks(step), await cloudChecks(python, step)]);
  console.log(`\n${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
});

/** A cloud that does not start, or ends too early, is a failure like any other: what came before still counts. */
async function cloudChecks(python, step) {
  try {
    return await withCloud(python, step, async (environment, running) => {
      await step('seed', () => seed(running, environment.ASSENT_RUNNING));
      const journeys = await vitest(step, 'cloud', environment);
      if (journeys.said) console.log(journeys.said);
      return sum([journeys, await permissions(running), await metrics(running)]);
    });
  } catch (error) {
    if (!(error instanceof Hint)) throw error;
    console.error(error.message);
    return { passed: 0, failed: 1 };
  }
}

/** What dashboards show that nothing wrote, and what was written that none shows, while all journeys ran. */
async function metrics(running) {
  const { tsImport } = await import('tsx/esm/api');
  const { checkMetrics } = await tsImport('./metrics.ts', import.meta.url);
  return checkMetrics(running);
}

/** What every role was refused, and what it was given for nothing, while all journeys ran. */
async function permissions(running) {
  const { tsImport } = await import('tsx/esm/api');
  const { checkPermissions } = await tsImport('./permissions.ts', import.meta.url);
  return checkPermissions(running);
}
