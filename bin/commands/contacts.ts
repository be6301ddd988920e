import type { Command } from 'commander';
import { findContact } from '#contract/consent.ts';
import type { ReplyDataOf } from '#contract/route.ts';
import { addApiCommand, answer, columns } from '../command.ts';
import type { SharedOptions } from '../command.ts';
import type { Connect } from '../connect.ts';

export function registerContacts(program: Command, connect: Connect): void {
  const contact = program.command('contact').description('people on the lists of a client');
  addApiCommand(contact, {
    usage: 'find <address>',
    description: 'the contact behind an exact address, and where they stand',
    example: 'contact find ada@example.net --client AbCdEfGh12345678 --reason "asked by Ada"',
  })
    .requiredOption('--client <id>', 'the client')
    .option('--reason <why>', 'of an operator: kept in the audit trail')
    .action((address: string, { client, reason, ...options }: SharedOptions & { client: string; reason?: string }) =>
      answer(
        connect,
        options,
        (call) => call(findContact, { params: { clientId: client }, body: { address }, reason }),
        inWords,
      ),
    );
}

function inWords({ contactId, lists, stopped }: ReplyDataOf<typeof findContact>): string {
  const rows = lists.map(({ listId, status, since }) => [`list ${listId}`, status, `since ${since}`]);
  const lines = [`contact ${contactId}`, columns(rows, 'on no list')];
  return [...lines, ...(stopped ? [`stopped: ${stopped.reason}, ${stopped.at}`] : [])].join('\n');
}
