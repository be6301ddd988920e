import type { Command } from 'commander';
import { createList } from '#contract/sign-up.ts';
import { addApiCommand, answer } from '../command.ts';
import type { SharedOptions } from '../command.ts';
import type { Connect } from '../connect.ts';

export function registerLists(program: Command, connect: Connect): void {
  const list = program.command('list').description('what people can sign up to');
  addApiCommand(list, {
    usage: 'add',
    description: 'make a list of a client',
    example: 'list add --client AbCdEfGh12345678 --name Letter --title "the Harbour Books letter"',
  })
    .requiredOption('--client <id>', 'the client')
    .requiredOption('--name <name>', 'as the client calls it')
    .requiredOption('--title <words>', 'as people read it: "the Harbour Books letter"')
    .action(({ client, name, title, ...options }: SharedOptions & { client: string; name: string; title: string }) =>
      answer(
        connect,
        options,
        (call) => call(createList, { params: { clientId: client }, body: { name, title } }),
        ({ listId }) => `${title} is list ${listId}`,
      ),
    );
}
