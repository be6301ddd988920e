import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What tells of a running cloud, with passwords in it. */
const names = ['running.json', 'env.sh', 'seeded.json'];

/** For this user alone: others on the machine could sign in otherwise. */
export function writePrivately(file, text) {
  writeFileSync(file, text, { mode: 0o600 });
  // The mode above counts for a new file only.
  chmodSync(file, 0o600);
}

/** They tell of nothing once the cloud has ended. */
export function forgetPrivateFiles(folder) {
  for (const name of names) rmSync(path.join(folder, name), { force: true });
}
