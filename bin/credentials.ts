import { password, text } from '@clack/prompts';
import type { Credentials } from './session.ts';

/** What a person is asked for at a terminal, or sets beforehand: nothing of it is an argument, where `ps` would show it. */
export const askedCredentials = (environment: NodeJS.ProcessEnv): Credentials => ({
  userName: () => from(environment, 'ASSENT_USER', 'user name', text),
  password: () => from(environment, 'ASSENT_PASSWORD', 'password', password),
  newPassword: () =>
    from(environment, 'ASSENT_NEW_PASSWORD', 'first sign-in: a new password, 14 characters or more', password),
  oneTimeCode: () => from(environment, 'ASSENT_ONE_TIME_CODE', 'one-time code', text),
  firstCode: ({ secret, url }) => {
    // No variable holds a code of a secret that is not made yet.
    if (!process.stdin.isTTY)
      throw new Error('an authenticator app has to be set up, which needs a terminal: run this command in one');
    console.error(
      `Give this to an authenticator app, by hand or as a picture of the address:\n\n  ${secret}\n  ${url}\n`,
    );
    return from({}, 'ASSENT_ONE_TIME_CODE', 'the code that it shows', text);
  },
});

type Prompt = (options: { message: string; output: NodeJS.WriteStream }) => Promise<string | symbol>;

async function from(environment: NodeJS.ProcessEnv, variable: string, message: string, prompt: Prompt) {
  const given = environment[variable];
  if (given) return given;
  if (!process.stdin.isTTY)
    throw new Error(`there is no terminal to ask for the ${message} at: set ${variable} in the environment`);
  // What the command prints may go into a file: questions do not.
  const answer = await prompt({ message, output: process.stderr });
  if (typeof answer === 'symbol') throw new Error('stopped before signing in');
  return answer;
}
