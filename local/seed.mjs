import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from './preflight.mjs';

/** A client with a published form, made through the API as an operator would. Adds what it made to running.json. */
export async function seed(running, runningFile) {
  const environment = {
    ...process.env,
    AWS_ENDPOINT_URL: running.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: running.region,
    ASSENT_RUNNING: runningFile,
  };
  // Not the synchronous kind: the proxy that the API is reached by lives in this process.
  const run = async (file, ...args) => {
    const { stdout } = await promisify(execFile)(process.execPath, [path.join(root, file), ...args], {
      env: environment,
    });
    return JSON.parse(stdout);
  };
  const operator = await run('bin/assent.mjs', 'operator', 'add', 'noor.haddad', '--name', 'Noor Haddad', '--json');
  const made = await run('local/seed-clients.mjs');
  const seeded = { operator, ...made };
  writeFileSync(
    runningFile,
    JSON.stringify({ ...JSON.parse(readFileSync(runningFile, 'utf8')), seeded }, undefined, 2),
  );
  return seeded;
}
