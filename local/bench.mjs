import path from 'node:path';
import { withCloud } from './cloud.mjs';
import { installEmulator, installPackages, makeFolder, root, stateFolder } from './preflight.mjs';
import { finish, logFile, runToEnd, untilStopped } from './processes.mjs';
import { seed } from './seed.mjs';
import { teller } from './steps.mjs';

/** `npm run bench`: measures, against a local cloud of its own, and writes docs/performance.md. */
await untilStopped(async () => {
  const step = teller();
  makeFolder(stateFolder);
  await step('packages', () => installPackages(runToEnd, stateFolder));
  const python = await step('emulator package', () => installEmulator(runToEnd, stateFolder));
  let said = '';
  await withCloud(python, step, async (environment, running) => {
    await step('seed', () => seed(running, environment.ASSENT_RUNNING));
    const times = { ...step.times };
    delete times.packages;
    await step('measure', () =>
      finish('The measuring', process.execPath, ['--import', 'tsx', path.join(root, 'bench/run.ts')], {
        cwd: root,
        log: logFile(stateFolder, 'bench'),
        limitMs: 10 * 60_000,
        env: { ...process.env, ...environment, STEP_TIMES: JSON.stringify(times) },
        onOutput: (text) => (said += text),
      }),
    );
  });
  // What the handlers logged while they were measured stands before it.
  console.log(said.slice(said.indexOf('### ')));
});
