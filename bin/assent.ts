import { CommanderError } from 'commander';
import type { Command } from 'commander';
import * as z from 'zod';
import { ApiProblem } from '#contract/client.ts';
import { connect, WrongRequest } from './connect.ts';
import { typedFor } from './option-names.ts';
import { programWith } from './program.ts';

const aboutFile = z.object({ code: z.string(), path: z.string() });

const program = programWith(connect);
/** The command that was called: what is wrong is told by its options. */
let called: Command | undefined;
program.hook('preAction', (_, action) => {
  called = action;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = codeOf(error);
}

function codeOf(error: unknown): number {
  // Commander has said already what is wrong; asking for help is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  console.error(sentenceOf(error));
  return 1;
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof ApiProblem && error.problem.code === 'reason_required')
    return "say why, with --reason: an operator who looks at a client's contacts has to, and it is kept";
  if (error instanceof WrongRequest)
    return error.fields.map(({ path, message }) => `${typedFor(path, called)}: ${message}`).join('\n');
  if (error instanceof ApiProblem && error.problem.fields !== undefined) {
    const fields = error.problem.fields.map(({ path, message }) => `${typedFor(path, called)} ${message}`);
    return [error.problem.detail, ...fields].join('; ');
  }
  if (error.name === 'CredentialsProviderError')
    return 'this needs AWS credentials, and there are none: set AWS_PROFILE; or, where the command takes them, --url and --user-pool-client';
  const { data: file } = aboutFile.safeParse(error);
  if (file?.code === 'ENOENT') return `there is no file ${file.path}`;
  return file?.code === 'EEXIST' ? `${file.path} is there already, and is not written over` : error.message;
}
