import { CommanderError } from 'commander';
import { connect } from './connect.ts';
import { programWith } from './program.ts';

try {
  await programWith(connect).parseAsync();
} catch (error) {
  process.exitCode = codeOf(error);
}

function codeOf(error: unknown): number {
  // Commander has said already what is wrong; asking for help is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  console.error(error instanceof Error ? error.message : error);
  return 1;
}
