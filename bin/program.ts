import { Command } from 'commander';
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { registerAbuse } from './commands/abuse.ts';
import { registerCampaigns } from './commands/campaigns.ts';
import { registerClients } from './commands/clients.ts';
import { registerCost } from './commands/cost.ts';
import { registerEndpoints } from './commands/endpoints.ts';
import { registerContacts } from './commands/contacts.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerForms } from './commands/forms.ts';
import { registerLedger } from './commands/ledger.ts';
import { registerLists } from './commands/lists.ts';
import { registerOperator } from './commands/add-operator.ts';
import { registerRecount } from './commands/recount.ts';
import { registerRedrive } from './commands/redrive.ts';
import { registerSenders } from './commands/senders.ts';
import { registerUsers } from './commands/users.ts';
import type { Connect } from './connect.ts';

/** The command line. Exit codes: 0 done, 1 refused or failed, 2 called wrongly. */
export function programWith(connect: Connect): Command {
  const program = new Command('assent')
    .description('Runs an Assent from the command line')
    .version(versionOf(readFileSync(new URL('../package.json', import.meta.url), 'utf8')))
    .configureOutput({ outputError: (text, write) => write(inOurWords(text)) })
    .showHelpAfterError('(--help tells more)')
    .exitOverride();
  registerOperator(program);
  registerClients(program, connect);
  registerUsers(program, connect);
  registerLists(program, connect);
  registerForms(program, connect);
  registerEndpoints(program, connect);
  registerContacts(program, connect);
  registerSenders(program, connect);
  registerCampaigns(program, connect);
  registerAbuse(program, connect);
  registerLedger(program, connect);
  registerDoctor(program);
  registerCost(program);
  registerRedrive(program);
  registerRecount(program);
  return program;
}

const versionOf = (packageJson: string): string =>
  z.object({ version: z.string() }).parse(JSON.parse(packageJson)).version;

const inOurWords = (text: string): string => text.replace(/required option '(.+)' not specified/, '$1 is missing');
