import type { Command } from 'commander';
import { writeFileSync } from 'node:fs';
import { getGrowth, getGrowthCsv } from '#contract/growth.ts';
import type { Growth } from '#contract/growth.ts';
import { createList } from '#contract/sign-up.ts';
import { addApiCommand, answer, columns, given, print } from '../command.ts';
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

  addApiCommand(list, {
    usage: 'growth <list-id>',
    description: 'who came to it and who left it, and how, day by day: the last thirty days unless others are named',
    example: 'list growth HgFeDcBa87654321 --client AbCdEfGh12345678 --from 2026-11-01 --to 2026-11-30',
  })
    .requiredOption('--client <id>', 'the client')
    .option('--from <day>', 'the first day, as 2026-11-01; UTC')
    .option('--to <day>', 'the last day, with it; today unless set')
    .option('--csv <file>', 'write it as a table')
    .action(async (listId: string, { client, from, to, csv, ...options }: GrowthOptions) => {
      const request = { params: { clientId: client, listId }, query: given({ from, to }) };
      if (csv === undefined) return answer(connect, options, (call) => call(getGrowth, request), growthInWords);
      writeFileSync(csv, await connect(options)(getGrowthCsv, request));
      print(options, { files: [csv] }, `written: ${csv}`);
    });
}

interface GrowthOptions extends SharedOptions {
  readonly client: string;
  readonly from?: string;
  readonly to?: string;
  readonly csv?: string;
}

function growthInWords({ from, to, days, total }: Growth): string {
  const row = (when: string, { counts: of, net }: Growth['total']): string[] => [
    when,
    ...[
      of.requestedForm + of.requestedApi,
      of.confirmed,
      of.addedForm + of.addedApi,
      of.addedImport,
      of.addedPreferences,
      of.leftOneClick + of.leftMail + of.leftPreferences,
      of.denied + of.expired + of.erased,
      of.complained + of.bounced,
    ].map((count) => count.toLocaleString('en')),
    `${net > 0 ? '+' : ''}${net.toLocaleString('en')}`,
  ];
  const head = ['', 'asked', 'confirmed', 'new by form', 'import', 'preferences', 'left', 'ended', 'suppressed', 'net'];
  const all = row(`${from} to ${to}`, total);
  return columns(
    days.length === 0 ? [] : [head, ...days.map((of) => row(of.day, of)), all],
    `nothing from ${from} to ${to}`,
  );
}
