import { requireNode } from './preflight.mjs';

/** `node local/launch.mjs start|test|check|redeploy`: what those import, an old Node does not have; so it is asked first. */
try {
  requireNode();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
await import(`./${process.argv[2]}.mjs`);
