import type { Command } from 'commander';
import { createEndpoint, replayDelivery, replaySince, testEndpoint } from '#contract/forwarding.ts';
import { addApiCommand, answer, given } from '../command.ts';
import type { SharedOptions } from '../command.ts';
import type { Connect } from '../connect.ts';

interface OfClient extends SharedOptions {
  readonly client: string;
  readonly reason?: string;
}

const why = ['--reason <why>', 'of an operator: kept in the audit trail'] as const;

export function registerEndpoints(program: Command, connect: Connect): void {
  const endpoint = program.command('endpoint').description('where captured contacts are handed to a client');
  addApiCommand(endpoint, {
    usage: 'add <url>',
    description: 'name an https address; its signing secret is shown this once',
    example:
      'endpoint add https://harbourbooks.example/hooks/assent --client AbCdEfGh12345678 --reason "set up with Emeka Obi"',
  })
    .requiredOption('--client <id>', 'the client')
    .option(...why)
    .option('--description <words>', 'what it is for')
    .action((url: string, options: OfClient & { description?: string }) =>
      answer(
        connect,
        options,
        (call) =>
          call(createEndpoint, {
            params: { clientId: options.client },
            body: { url, ...given({ description: options.description }) },
            reason: options.reason,
          }),
        ({ endpointId, secret }) => `endpoint ${endpointId} signs with ${secret}\nIt is shown this once.`,
      ),
    );

  addApiCommand(endpoint, {
    usage: 'test <endpoint-id>',
    description: 'send it an endpoint.test event',
    example: 'endpoint test HgFeDcBa87654321 --client AbCdEfGh12345678',
  })
    .requiredOption('--client <id>', 'the client')
    .option(...why)
    .action((endpointId: string, options: OfClient) =>
      answer(
        connect,
        options,
        (call) => call(testEndpoint, { params: { clientId: options.client, endpointId }, reason: options.reason }),
        ({ deliveryId }) => `delivery ${deliveryId} is on its way`,
      ),
    );

  addApiCommand(endpoint, {
    usage: 'replay <endpoint-id>',
    description: 'deliver again: one delivery, or all events since a time',
    example:
      'endpoint replay HgFeDcBa87654321 --client AbCdEfGh12345678 --since 2026-11-24T00:00:00.000Z --reason "their server was down"',
  })
    .requiredOption('--client <id>', 'the client')
    .option(...why)
    .option('--delivery <id>', 'only this one')
    .option('--since <time>', 'all since then: 2026-11-24T00:00:00.000Z')
    .action((endpointId: string, { delivery, since, ...options }: OfClient & { delivery?: string; since?: string }) =>
      answer(
        connect,
        options,
        async (call) => {
          const params = { clientId: options.client, endpointId };
          const { reason } = options;
          if (delivery !== undefined && since === undefined) {
            const { deliveryId } = await call(replayDelivery, { params: { ...params, deliveryId: delivery }, reason });
            return { replayed: 1, deliveryId };
          }
          if (since !== undefined && delivery === undefined)
            return everythingSince(since, (from) => call(replaySince, { params, body: { since: from }, reason }));
          throw new Error('say which: --delivery or --since');
        },
        ({ replayed }) => `${replayed} ${replayed === 1 ? 'delivery goes' : 'deliveries go'} out again`,
      ),
    );
}

/** The API takes so many a call, and says where to go on. */
async function everythingSince(
  since: string,
  replay: (since: string) => Promise<{ replayed: number; nextSince?: string }>,
): Promise<{ replayed: number }> {
  let replayed = 0;
  for (let from: string | undefined = since; from !== undefined;) {
    const done = await replay(from);
    replayed += done.replayed;
    from = done.nextSince;
  }
  return { replayed };
}
