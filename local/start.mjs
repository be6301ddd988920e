import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chosenBase, runCloud } from './cloud.mjs';
import { Hint, installEmulator, installPackages, makeFolder, stateFolder } from './preflight.mjs';
import { runToEnd, untilStopped } from './processes.mjs';
import { seed } from './seed.mjs';
import { teller } from './steps.mjs';
import { summaryOf } from './summary.mjs';

/** `npm start`: a running Assent on this machine, until Ctrl-C. */
await untilStopped(async () => {
  const step = teller();
  const folder = stateFolder;
  makeFolder(folder);
  await refuseToRunTwice(folder);
  await step('packages', () => installPackages(runToEnd, folder));
  const python = await step('emulator package', () => installEmulator(runToEnd, folder));
  const base = await chosenBase(process.env.ASSENT_PORT, console.log);
  await runCloud({ python, folder, base, step }, async ({ running, runningFile }) => {
    const seeded = await step('seed', () => seed(running, runningFile));
    console.log(summaryOf({ ...running, ...seeded }, runningFile));
    // Until a signal, or until the emulator ends.
    await new Promise(() => {});
  });
});

/** Two in one folder would write over each other's state. @throws Hint */
async function refuseToRunTwice(folder) {
  const file = path.join(folder, 'running.json');
  if (!existsSync(file)) return;
  const { pid, endpoint, publicUrl } = JSON.parse(readFileSync(file, 'utf8'));
  // A file may be left from one that was killed outright: what it names has to be there.
  const runs = await fetch(endpoint).then(
    () => true,
    () => false,
  );
  if (runs)
    throw new Hint(
      `An Assent runs in ${folder} already, at ${publicUrl} (process ${pid}): stop it, or set ASSENT_LOCAL_DIR to another folder.`,
    );
}
