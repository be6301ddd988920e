import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { deploy, synth } from './cloud.mjs';
import { Hint, stateFolder } from './preflight.mjs';
import { writePrivately } from './private-files.mjs';
import { untilStopped } from './processes.mjs';
import { teller } from './steps.mjs';

/** `npm run redeploy`: what you changed, into the cloud that `npm start` runs. */
await untilStopped(async () => {
  const runningFile = path.join(stateFolder, 'running.json');
  if (!existsSync(runningFile)) throw new Hint(`No local cloud runs in ${stateFolder}: start one with npm start.`);
  const running = JSON.parse(readFileSync(runningFile, 'utf8'));
  const cloud = { ...running, folder: stateFolder };
  const step = teller();
  await step('cdk synth', () => synth(cloud));
  const outputs = await step('cdk deploy', (tell) => deploy(cloud, tell));
  writePrivately(runningFile, JSON.stringify({ ...running, outputs }, undefined, 2));
});
