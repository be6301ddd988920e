import type { Command } from 'commander';
import { createForm, getSnippet, publishForm } from '#contract/sign-up.ts';
import { addApiCommand, answer, given, objectIn } from '../command.ts';
import type { SharedOptions } from '../command.ts';
import { shaped } from '../connect.ts';
import type { Connect } from '../connect.ts';

interface OfClient extends SharedOptions {
  readonly client: string;
}

interface AddOptions extends OfClient {
  readonly file?: string;
  readonly list?: string;
  readonly name?: string;
  readonly language?: string;
  readonly heading?: string;
  readonly introduction?: string;
  readonly frequency?: string;
  readonly box?: string;
  readonly notice?: string;
}

export function registerForms(program: Command, connect: Connect): void {
  const form = program.command('form').description('hosted sign-up pages');
  addApiCommand(form, {
    usage: 'add',
    description: 'draft a form; what the options do not say, a file does (docs/openapi.json: createForm)',
    example:
      'form add --client AbCdEfGh12345678 --list HgFeDcBa87654321 --name Footer --language en --heading "The Harbour Books letter" --introduction "New books and readings." --frequency "about once a month" --box "Send me the letter." --notice "Harbour Books keeps your address to send you this letter."',
  })
    .requiredOption('--client <id>', 'the client')
    .option('--file <json>', 'the content of the form as JSON, - for the standard input; options win over it')
    .option('--list <id>', 'the list that people sign up to')
    .option('--name <name>', 'as the client calls it')
    .option('--language <code>', 'en, de, fr or es')
    .option('--heading <words>', 'on top of the page')
    .option('--introduction <words>', 'what people get')
    .option('--frequency <words>', 'how often: "about once a month"')
    .option('--box <sentence>', 'beside the box that agrees to the list')
    .option('--notice <words>', 'what is done with the data, who gets it, how to stop')
    .action(async (options: AddOptions) => {
      const body = shaped(createForm.body, { ...objectIn(options.file), ...contentOf(options) });
      await answer(
        connect,
        options,
        (call) => call(createForm, { params: { clientId: options.client }, body }),
        ({ formId, clientId }) => `form ${formId} is drafted: assent form publish ${formId} --client ${clientId}`,
      );
    });

  addApiCommand(form, {
    usage: 'publish <form-id>',
    description: 'show the draft at its address, and keep its notice for good',
    example: 'form publish HgFeDcBa87654321 --client AbCdEfGh12345678',
  })
    .requiredOption('--client <id>', 'the client')
    .action((formId: string, options: OfClient) =>
      answer(
        connect,
        options,
        (call) => call(publishForm, { params: { clientId: options.client, formId } }),
        ({ url, version }) => `version ${version} is at ${url}`,
      ),
    );

  addApiCommand(form, {
    usage: 'snippet <form-id>',
    description: "HTML to copy into the client's own site",
    example: 'form snippet HgFeDcBa87654321 --client AbCdEfGh12345678',
  })
    .requiredOption('--client <id>', 'the client')
    .action((formId: string, options: OfClient) =>
      answer(
        connect,
        options,
        async (call) => ({ html: await call(getSnippet, { params: { clientId: options.client, formId } }) }),
        ({ html }) => html.trimEnd(),
      ),
    );
}

const contentOf = ({ list, name, language, heading, introduction, frequency, box, notice }: AddOptions) =>
  given({
    listId: list,
    name,
    language,
    heading,
    introduction,
    frequency,
    boxes: box === undefined ? undefined : { marketing_email: box },
    notice,
  });
