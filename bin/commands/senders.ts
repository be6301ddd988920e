import type { Command } from 'commander';
import { addSender, checkSender, listSenders, removeSender } from '#contract/senders.ts';
import type { SenderDomain } from '#contract/senders.ts';
import { addApiCommand, answer, columns, given } from '../command.ts';
import type { SharedOptions } from '../command.ts';
import type { Connect } from '../connect.ts';

interface OfClient extends SharedOptions {
  readonly client: string;
}

export function registerSenders(program: Command, connect: Connect): void {
  const sender = program.command('sender').description('domains that campaigns come from');
  addApiCommand(sender, {
    usage: 'add [domain]',
    description: "add a domain, and show the DNS records to set; without one, a sub-domain of the operator's",
    example: 'sender add mail.harbourbooks.example --client AbCdEfGh12345678',
  })
    .requiredOption('--client <id>', 'the client')
    .action((domain: string | undefined, { client, ...options }: OfClient) =>
      answer(
        connect,
        options,
        (call) => call(addSender, { params: { clientId: client }, body: given({ domain }) }),
        (added) => `${recordsOf(added)}\nset them, then: assent sender check ${added.domain} --client ${client}`,
      ),
    );

  addApiCommand(sender, {
    usage: 'list',
    description: 'sender domains of a client, and how they stand',
    example: 'sender list --client AbCdEfGh12345678',
  })
    .requiredOption('--client <id>', 'the client')
    .action(({ client, ...options }: OfClient) =>
      answer(
        connect,
        options,
        (call) => call(listSenders, { params: { clientId: client }, query: { limit: 100 } }),
        ({ items }) =>
          columns(
            items.map(({ domain, status, owner, checkedAt }) => [
              domain,
              status,
              owner,
              checkedAt ?? 'not looked at yet',
            ]),
            'no sender domains yet',
          ),
      ),
    );

  addApiCommand(sender, {
    usage: 'check <domain>',
    description: 'look at its DNS records now; exits with 1 until it is ready',
    example: 'sender check mail.harbourbooks.example --client AbCdEfGh12345678',
  })
    .requiredOption('--client <id>', 'the client')
    .action((domain: string, { client, ...options }: OfClient) =>
      answer(
        connect,
        options,
        async (call) => {
          const found = await call(checkSender, { params: { clientId: client, domain } });
          if (found.status !== 'ready') process.exitCode = 1;
          return found;
        },
        recordsOf,
      ),
    );

  addApiCommand(sender, {
    usage: 'remove <domain>',
    description: 'take a domain away; campaigns that are scheduled from it will not start',
    example: 'sender remove mail.harbourbooks.example --client AbCdEfGh12345678',
  })
    .requiredOption('--client <id>', 'the client')
    .action((domain: string, { client, ...options }: OfClient) =>
      answer(
        connect,
        options,
        (call) => call(removeSender, { params: { clientId: client, domain } }),
        () => `${domain} is removed`,
      ),
    );
}

const recordsOf = ({ domain, status, records }: SenderDomain): string =>
  [
    `${domain} is ${status}`,
    columns(
      records.map(({ type, name, value, found }) => [
        `  ${found === 'yes' ? 'there' : found.replaceAll('_', ' ')}`,
        type,
        name,
        value,
      ]),
      '  it needs no records',
    ),
  ].join('\n');
