import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Hint, installEmulator, installPackages, requireNode, root } from './preflight.mjs';

/** `npm start`: a running Assent on this machine, until Ctrl-C. */
try {
  requireNode();
  if (installPackages()) console.log('✓ packages');
  const python = installEmulator();
  const { isBlockFree, portsOfBlock, runCloud } = await import('./cloud.mjs');
  const base = await chosenPort(isBlockFree, portsOfBlock);
  const folder = path.resolve(process.env.ASSENT_LOCAL_DIR ?? path.join(root, 'local/.state'));
  mkdirSync(folder, { recursive: true });
  await runCloud({ python, folder, base }, async ({ running, runningFile }) => {
    const { seed } = await import('./seed.mjs');
    const seeded = await seed(running, runningFile);
    console.log(`
  Sign-up page   ${seeded.form.url}
  API            ${running.publicUrl}/v1
  Mails so far   ${running.endpoint}/_ministack/ses/messages
  Webhooks       ${running.webhookReceiver.url}
  Operator       ${seeded.operator.userName}  (temporary password ${seeded.operator.temporaryPassword})
  All of it      ${runningFile}

  Ctrl-C stops everything.`);
    // Until a signal: the cloud stops itself then.
    await new Promise(() => {});
  });
} catch (error) {
  if (!(error instanceof Hint)) throw error;
  console.error(error.message);
  process.exit(1);
}

/** ASSENT_PORT and the ones after it, or the first free block from 4600 on. @throws Hint */
async function chosenPort(isBlockFree, portsOfBlock) {
  const wanted = process.env.ASSENT_PORT;
  if (wanted !== undefined) {
    const first = Number(wanted);
    if (!Number.isInteger(first) || first < 1024 || first > 65_000)
      throw new Hint(`ASSENT_PORT is ${wanted}; it should be a number from 1024 to 65000.`);
    if (!(await isBlockFree(first)))
      throw new Hint(
        `A port from ${first} to ${first + portsOfBlock - 1} is in use. Stop what holds it, or choose another ASSENT_PORT.`,
      );
    return first;
  }
  for (let first = 4600; first < 4700; first += 10) if (await isBlockFree(first)) return first;
  throw new Hint('Ports 4600 to 4700 are in use. Choose another by ASSENT_PORT.');
}
