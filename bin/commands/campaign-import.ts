import type { Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type * as z from 'zod';
import {
  createImport,
  getImport,
  getImportReport,
  importSettings,
  previewImport,
  startImport,
} from '#contract/contacts.ts';
import type { columnMapping, ContactImport } from '#contract/contacts.ts';
import { barFor } from '../campaigns/bar.ts';
import { upload } from '../campaigns/upload.ts';
import { addApiCommand, answer, columns, given, objectIn } from '../command.ts';
import type { SharedOptions } from '../command.ts';
import { shaped } from '../connect.ts';
import type { Call, Connect } from '../connect.ts';

interface ImportOptions extends SharedOptions {
  readonly client: string;
  readonly list: string;
  readonly settings: string;
  readonly mapping?: readonly string[];
  readonly report?: string;
  readonly reason?: string;
}

type Mapping = z.input<typeof columnMapping>;

export function registerImport(campaign: Command, connect: Connect): void {
  addApiCommand(campaign, {
    usage: 'import <file>',
    description: 'take people of a CSV file onto a list, with where they come from',
    example:
      'campaign import docs/examples/people.csv --client AbCdEfGh12345678 --list HgFeDcBa87654321 --settings docs/examples/import.json --mapping "E-mail=address" "First name=first_name:text"',
  })
    .requiredOption('--client <id>', 'the client')
    .requiredOption('--list <id>', 'the list')
    .requiredOption('--settings <json>', 'provenance, evidence and language as JSON (docs/openapi.json: startImport)')
    .option('--mapping <column=what...>', 'column=address, or column=key:type; as suggested unless set')
    .option('--report <file>', 'where rows that were refused go, with line and reason')
    .option('--reason <why>', 'of an operator: kept in the audit trail')
    .action((file: string, options: ImportOptions) => {
      const settings = objectIn(options.settings);
      const wanted = options.mapping?.map(columnIn);
      return answer(
        connect,
        options,
        (call) => runImport(call, file, settings, wanted, options),
        inWords(options.report),
      );
    });
}

interface Wanted {
  readonly column: string;
  readonly to: Mapping['to'];
}

/** `First name=first_name:text`, `E-mail=address` */
function columnIn(text: string): Wanted {
  const [, column, to, type] = /^(.+)=([a-z][a-z0-9_.]*)(?::(text|number|date|choice|box))?$/s.exec(text) ?? [];
  if (column === undefined || to === undefined)
    throw new Error(`"${text}" does not say what a column is: write "E-mail=address" or "First name=first_name:text"`);
  if (to === 'address' || to === 'evidence.date' || to === 'evidence.reference') return { column, to };
  return {
    column,
    to: shaped(() => importSettings.shape.mapping.element.shape.to, { field: { key: to, type: type ?? 'text' } }),
  };
}

async function runImport(
  call: Call,
  file: string,
  settings: object,
  wanted: readonly Wanted[] | undefined,
  options: ImportOptions,
): Promise<ContactImport> {
  const { client: clientId, list: listId, reason } = options;
  const created = await call(createImport, { params: { clientId }, body: { listId, fileName: path.basename(file) } });
  const params = { clientId, importId: created.import.importId };
  const uploading = barFor(options);
  try {
    await upload(file, created.upload, (bytes, of) => uploading.show('uploading', bytes / of, sizesInWords(bytes, of)));
  } finally {
    uploading.stop();
  }
  const looked = await call(previewImport, { params, reason });
  const mapping = wanted ? placed(wanted, looked.import.columns ?? []) : looked.suggested;
  await call(startImport, { params, body: shaped(() => importSettings, { ...settings, mapping }), reason });
  const ended = await ending(call, params, options);
  if (ended.status !== 'done') process.exitCode = 1;
  if (options.report !== undefined && ended.counts.refused > 0) {
    const { url } = await call(getImportReport, { params, reason });
    const answered = await fetch(url);
    if (!answered.ok) throw new Error(`the report could not be fetched: the bucket answered ${answered.status}`);
    await writeFile(options.report, Buffer.from(await answered.arrayBuffer()));
  }
  return ended;
}

/** Columns by their names in the first row. */
const placed = (wanted: readonly Wanted[], names: readonly string[]): Mapping[] =>
  wanted.map(({ column: name, to }) => {
    const column = names.findIndex((each) => each.trim() === name.trim());
    if (column < 0)
      throw new Error(`the file has no column "${name}"; it has ${names.map((each) => `"${each}"`).join(', ')}`);
    return { column, to };
  });

const betweenLooksMs = 1_000;

async function ending(
  call: Call,
  params: { readonly clientId: string; readonly importId: string },
  options: SharedOptions,
): Promise<ContactImport> {
  const bar = barFor(options);
  try {
    for (;;) {
      const found = await call(getImport, { params });
      bar.show(found.status, found.percent / 100, rowsInWords(found));
      if (!['uploading', 'ready', 'checking', 'importing'].includes(found.status)) return found;
      await sleep(betweenLooksMs);
    }
  } finally {
    bar.stop();
  }
}

const sizesInWords = (bytes: number, of: number): string =>
  of < 1_000_000
    ? `${Math.ceil(bytes / 1_000)} of ${Math.ceil(of / 1_000)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} of ${(of / 1_000_000).toFixed(1)} MB`;

/** Rows are known once all of them were checked. */
const rowsInWords = ({ counts: { rows, refused } }: ContactImport): string =>
  rows === 0 ? '' : `${rows} rows${refused === 0 ? '' : `, ${refused} refused`}`;

const inWords =
  (report: string | undefined) =>
  ({ importId, status, because, counts, warnings }: ContactImport): string =>
    [
      `import ${importId} is ${status}${because === undefined ? '' : `: ${because}`}`,
      columns(
        Object.entries(given(counts)).map(([what, number]) => [`  ${words[what] ?? what}`, String(number)]),
        '',
      ),
      ...warnings.map(({ message }) => `  ${message}`),
      ...(counts.refused > 0 && report !== undefined ? [`the refused rows are in ${report}`] : []),
    ].join('\n');

const words: Readonly<Record<string, string>> = {
  notMailable: 'not mailable: nothing shows that they agreed',
  suppressed: 'suppressed: they said no before',
};
