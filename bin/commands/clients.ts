import { Option } from 'commander';
import type { Command } from 'commander';
import {
  acceptableUseVersion,
  approveClient,
  changeClient,
  createClient,
  listAuditEvents,
  listClients,
  suspendClient,
} from '#contract/clients.ts';
import type { AuditEvent, Client, FrequencyCap } from '#contract/clients.ts';
import { addApiCommand, answer, columns, given, objectIn } from '../command.ts';
import type { SharedOptions } from '../command.ts';
import { shaped } from '../connect.ts';
import type { Connect } from '../connect.ts';
import { everyPage } from '../every-page.ts';

interface AddOptions extends SharedOptions {
  readonly file?: string;
  readonly legalName?: string;
  readonly brand?: string;
  readonly street?: string;
  readonly postalCode?: string;
  readonly city?: string;
  readonly country?: string;
  readonly website?: string;
  readonly privacyUrl?: string;
  readonly contactName?: string;
  readonly contactAddress?: string;
  readonly phone?: string;
  readonly language?: string;
  readonly acceptedBy?: string;
}

interface ChangeOptions extends SharedOptions {
  readonly file?: string;
  readonly phone?: string;
  readonly secondApproval?: 'on' | 'off';
  readonly frequencyCap?: string;
  readonly reason: string;
}

export function registerClients(program: Command, connect: Connect): void {
  const client = program
    .command('client')
    .description('brands, shops, associations that this Assent works for; for operators');
  addApiCommand(client, {
    usage: 'add',
    description: 'take on a client; it stays pending until approved',
    example:
      'client add --legal-name "Harbour Books Ltd" --brand "Harbour Books" --street "1 Quay Street" --city Whitby --country GB --website https://harbourbooks.example --privacy-url https://harbourbooks.example/privacy --contact-name "Emeka Obi" --contact-address hello@harbourbooks.example --accepted-by "Emeka Obi"',
  })
    .option('--file <json>', 'the whole of it as JSON, - for the standard input; options win over it')
    .option('--legal-name <name>', 'as in the register')
    .option('--brand <name>', 'as recipients know it')
    .option('--street <line>', 'of the postal address')
    .option('--postal-code <code>', 'of the postal address')
    .option('--city <name>', 'of the postal address')
    .option('--country <code>', 'of the postal address: DE, US, …')
    .option('--website <address>', 'https')
    .option('--privacy-url <address>', 'https')
    .option('--contact-name <name>', 'who to write to')
    .option('--contact-address <address>', 'their e-mail address')
    .option('--phone <number>', 'another way to reach them')
    .option('--language <code>', 'en, de, fr or es')
    .option('--accepted-by <name>', `who accepted the acceptable-use policy, version ${acceptableUseVersion}`)
    .action(async (options: AddOptions) => {
      const body = shaped(createClient.body, { ...objectIn(options.file), ...profileOf(options) });
      await answer(
        connect,
        options,
        (call) => call(createClient, { body }),
        ({ clientId, brand }) => `${brand} is client ${clientId}, and pending: assent client approve ${clientId}`,
      );
    });

  addApiCommand(client, { usage: 'list', description: 'all clients', example: 'client list' }).action(
    (options: SharedOptions) =>
      answer(
        connect,
        options,
        (call) => everyPage((pageToken) => call(listClients, { query: { pageToken, limit: 100 } })),
        (clients) =>
          columns(
            clients.map(({ clientId, status, brand, legalName }) => [clientId, status, brand, legalName]),
            'no clients yet',
          ),
      ),
  );

  addApiCommand(client, {
    usage: 'change <client-id>',
    description: 'correct what stands in the profile; what is left out stays',
    example:
      'client change AbCdEfGh12345678 --phone "+44 1947 600000" --second-approval on --reason "asked by Emeka Obi"',
  })
    .option('--file <json>', 'fields of the profile as JSON, - for the standard input; options win over it')
    .option('--phone <number>', 'another way to reach them: a campaign needs one')
    .addOption(
      new Option('--second-approval <on|off>', 'whether a second person has to agree to each campaign').choices([
        'on',
        'off',
      ]),
    )
    .option('--frequency-cap <campaigns/days>', 'at most so many campaigns to one person in so many days: 2/7; or off')
    .requiredOption('--reason <why>', 'kept in the audit trail')
    .action(async (clientId: string, { file, phone, reason, ...options }: ChangeOptions) => {
      const { secondApproval, frequencyCap, ...shared } = options;
      const changes = {
        phone,
        secondApproval: secondApproval === undefined ? undefined : secondApproval === 'on',
        frequencyCap: frequencyCap === undefined ? undefined : capIn(frequencyCap),
      };
      const body = shaped(changeClient.body, { ...objectIn(file), ...given(changes), reason });
      await answer(
        connect,
        shared,
        (call) => call(changeClient, { params: { clientId }, body }),
        ({ brand }) => `${brand} is changed`,
      );
    });

  for (const [name, route, done, description] of [
    ['approve', approveClient, 'approved', "let a client's forms serve"],
    ['suspend', suspendClient, 'suspended', "close a client's forms; unsubscribing goes on working"],
  ] as const)
    addApiCommand(client, {
      usage: `${name} <client-id>`,
      description,
      example: `client ${name} AbCdEfGh12345678 --reason "papers are complete"`,
    })
      .requiredOption('--reason <why>', 'kept in the audit trail')
      .action((clientId: string, options: SharedOptions & { reason: string }) =>
        answer(
          connect,
          options,
          (call) => call(route, { params: { clientId }, body: { reason: options.reason } }),
          ({ brand }: Client) => `${brand} is ${done}`,
        ),
      );

  addApiCommand(client, {
    usage: 'audit <client-id>',
    description: 'who did what to a client, and why, newest first',
    example: 'client audit AbCdEfGh12345678 --limit 20',
  })
    .option('--limit <number>', 'so many', '50')
    .option('--page <token>', 'go on where a page before ended')
    .option('--all', 'everything, back to the beginning')
    .action((clientId: string, { limit, page, all, ...options }: SharedOptions & AuditOptions) =>
      answer(
        connect,
        options,
        async (call) => {
          const from = (pageToken?: string) =>
            call(listAuditEvents, { params: { clientId }, query: { limit, pageToken } });
          return all ? { items: await everyPage(from, page) } : from(page);
        },
        trailOf,
      ),
    );
}

function capIn(text: string): FrequencyCap | null {
  if (text === 'off') return null;
  const { messages, days } = /^(?<messages>\d+)\/(?<days>\d+)$/.exec(text)?.groups ?? {};
  if (messages === undefined || days === undefined)
    throw new Error(`"${text}" does not say how many campaigns in how many days: write 2/7, or off`);
  return { messages: Number(messages), days: Number(days) };
}

interface AuditOptions {
  readonly limit: string;
  readonly page?: string;
  readonly all?: boolean;
}

/** The last line says how to go on, where there is more. */
function trailOf({ items, nextPageToken }: { readonly items: readonly AuditEvent[]; readonly nextPageToken?: string }) {
  const events = columns(
    items.map(({ at, actor, action, subject, reason = '' }) => [at, actor, action, subject, reason]),
    nextPageToken === undefined ? 'nothing was done yet' : 'nothing was done in these months',
  );
  return nextPageToken === undefined ? events : `${events}\n\nThere is more: add --page ${nextPageToken}`;
}

/** Without a file, the parts of an address are there to be missed one by one. */
function profileOf(options: AddOptions) {
  const { street, postalCode, city, country, acceptedBy } = options;
  const postalAddress = given({ street, postalCode, city, country });
  const alone = options.file === undefined;
  return given({
    legalName: options.legalName,
    brand: options.brand,
    website: options.website,
    privacyUrl: options.privacyUrl,
    contactName: options.contactName,
    contactAddress: options.contactAddress,
    phone: options.phone,
    language: options.language,
    postalAddress: alone || Object.keys(postalAddress).length > 0 ? postalAddress : undefined,
    acceptableUse: acceptedBy === undefined && !alone ? undefined : { version: acceptableUseVersion, acceptedBy },
  });
}
