import { quickChecks } from './checks.mjs';
import { installPackages, makeFolder, stateFolder } from './preflight.mjs';
import { runToEnd, untilStopped } from './processes.mjs';
import { teller } from './steps.mjs';

/** `npm run check`: all that needs no cloud. */
await untilStopped(async () => {
  const step = teller();
  makeFolder(stateFolder);
  await step('packages', () => installPackages(runToEnd, stateFolder));
  const { passed, failed } = await quickChecks(step);
  console.log(`\n${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
});
