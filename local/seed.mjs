import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { environmentOf } from './cloud.mjs';
import { root } from './preflight.mjs';
import { writePrivately } from './private-files.mjs';
import { finish, logFile } from './processes.mjs';

/**
 * An operator, two clients with users, lists and published forms, made through the API; adds them to running.json.
 * A program of its own: the API is reached by the proxy of this one, and TypeScript is not read here.
 */
export async function seed(running, runningFile) {
  const folder = path.dirname(runningFile);
  const seededFile = path.join(folder, 'seeded.json');
  const program = ['--import', 'tsx', path.join(root, 'local/seed-program.ts'), seededFile];
  await finish('The seed', process.execPath, program, {
    cwd: root,
    log: logFile(folder, 'seed'),
    limitMs: 2 * 60_000,
    env: { ...environmentOf({ folder, endpoint: running.endpoint }), ASSENT_RUNNING: runningFile },
  });
  const seeded = JSON.parse(readFileSync(seededFile, 'utf8'));
  rmSync(seededFile);
  // Read again: others may have written to it meanwhile.
  const now = JSON.parse(readFileSync(runningFile, 'utf8'));
  writePrivately(runningFile, JSON.stringify({ ...now, ...seeded }, undefined, 2));
  writePrivately(path.join(folder, 'env.sh'), environmentFor(running, seeded));
  return seeded;
}

/** For a shell: `assent` and the AWS command line then speak to this cloud, as its operator. */
function environmentFor({ endpoint, region }, { users }) {
  const { userName, password } = users.find(({ role }) => role === 'operator');
  const variables = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    ASSENT_USER: userName,
    ASSENT_PASSWORD: password,
  };
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}='${value}'\n`)
    .join('');
}
