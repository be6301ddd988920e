import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { deploy } from './cloud.mjs';
import { Hint, root } from './preflight.mjs';

/** `npm run redeploy`: what you changed, into the cloud that `npm start` runs. */
const folder = path.resolve(process.env.ASSENT_LOCAL_DIR ?? path.join(root, 'local/.state'));
const runningFile = path.join(folder, 'running.json');
try {
  if (!existsSync(runningFile)) throw new Hint(`No local cloud runs in ${folder}. Start one with npm start.`);
  const { endpoint, publicUrl, webhookReceiver } = JSON.parse(readFileSync(runningFile, 'utf8'));
  const started = Date.now();
  await deploy({ folder, endpoint, publicUrl, webhookReceiverUrl: webhookReceiver.url });
  console.log(`✓ deployed again (${((Date.now() - started) / 1000).toFixed(1)} s)`);
} catch (error) {
  if (!(error instanceof Hint)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
