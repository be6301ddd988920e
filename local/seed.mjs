import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environmentOf } from './cloud.mjs';
import { root } from './preflight.mjs';
import { finish, logFile } from './processes.mjs';

/**
 * An operator, two clients with users, lists and published forms, made through the API; adds them to running.json.
 * A program of its own: the API is reached by the proxy of this one, and TypeScript is not read here.
 */
export async function seed(running, runningFile) {
  const folder = path.dirname(runningFile);
  const seededFile = path.join(folder, 'seeded.json');
  const program = ['--import', 'tsx', path.join(root, 'local/seed.ts'), seededFile];
  await finish('The seed', process.execPath, program, {
    cwd: root,
    log: logFile(folder, 'seed'),
    limitMs: 2 * 60_000,
    env: { ...environmentOf({ folder, endpoint: running.endpoint }), ASSENT_RUNNING: runningFile },
  });
  const seeded = JSON.parse(readFileSync(seededFile, 'utf8'));
  // Read again: others may have written to it meanwhile.
  const now = JSON.parse(readFileSync(runningFile, 'utf8'));
  writeFileSync(runningFile, JSON.stringify({ ...now, ...seeded }, undefined, 2));
  return seeded;
}
