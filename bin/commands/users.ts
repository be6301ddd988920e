import type { Command } from 'commander';
import { createUser, removeUser, resetUser } from '#contract/clients.ts';
import { apiAddressOf } from '../api-address.ts';
import { addApiCommand, answer, given, print } from '../command.ts';
import type { SharedOptions } from '../command.ts';
import { askedCredentials } from '../credentials.ts';
import { enrolAuthenticator } from '../session.ts';
import type { Connect } from '../connect.ts';
import { shownOnce } from './add-operator.ts';

interface OfUser extends SharedOptions {
  readonly client: string;
  readonly reason: string;
}

export function registerUsers(program: Command, connect: Connect): void {
  const user = program.command('user').description('log-ins of people; those of a client are made by operators');
  addApiCommand(user, {
    usage: 'add <user-name>',
    description: 'make the log-in of a user of a client',
    example: 'user add emeka.obi --client AbCdEfGh12345678 --name "Emeka Obi"',
  })
    .requiredOption('--client <id>', 'the client')
    .requiredOption('--name <display name>', 'the name of the person')
    .option('--mail <address>', 'where test mails to this user go')
    .action((userName: string, options: SharedOptions & { client: string; name: string; mail?: string }) =>
      answer(
        connect,
        options,
        (call) =>
          call(createUser, {
            params: { clientId: options.client },
            body: { userName, displayName: options.name, ...given({ mailAddress: options.mail }) },
          }),
        shownOnce,
      ),
    );

  addApiCommand(user, {
    usage: 'reset <user-name>',
    description: 'let a user in again: a new temporary password, shown once; an authenticator app is forgotten',
    example: 'user reset emeka.obi --client AbCdEfGh12345678 --reason "the phone with the app is lost"',
  })
    .requiredOption('--client <id>', 'the client')
    .requiredOption('--reason <why>', 'kept in the audit trail')
    .action((userName: string, options: OfUser) =>
      answer(
        connect,
        options,
        (call) => call(resetUser, { params: { clientId: options.client, userName }, body: { reason: options.reason } }),
        shownOnce,
      ),
    );

  addApiCommand(user, {
    usage: 'remove <user-name>',
    description: 'let a user in no more, from now on; the name stays taken',
    example: 'user remove emeka.obi --client AbCdEfGh12345678 --reason "left Harbour Books"',
  })
    .requiredOption('--client <id>', 'the client')
    .requiredOption('--reason <why>', 'kept in the audit trail')
    .action((userName: string, options: OfUser) =>
      answer(
        connect,
        options,
        (call) =>
          call(removeUser, { params: { clientId: options.client, userName }, body: { reason: options.reason } }),
        () => `${userName} is removed, and let in no more`,
      ),
    );

  addApiCommand(user, {
    usage: 'totp',
    description: 'set up an authenticator app for your own log-in: its codes are asked for from then on',
    example: 'user totp',
  }).action(async (options: SharedOptions) => {
    const { userPoolClientId } = await apiAddressOf(options);
    const enrolled = await enrolAuthenticator(userPoolClientId, askedCredentials(process.env));
    print(options, enrolled, `${enrolled.userName} now signs in with a one-time code as well`);
  });
}
