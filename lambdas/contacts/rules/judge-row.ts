import type { FieldDefinition, ImportSettings } from '#contract/contacts.ts';
import type { Evidence } from '#contract/consent.ts';
import { judgeAddress } from '#lambdas/sign-up/rules/address.ts';
import type { AddressProblem } from '#lambdas/sign-up/rules/address.ts';
import { boxIn, dayIn, numberIn } from './cell-values.ts';
import type { ReadRow } from './read-chunk.ts';
import type { RowProblem } from './scan-csv.ts';

export type FieldValue = string | number | boolean;

export interface GoodRow {
  readonly line: number;
  readonly address: string;
  readonly canonical: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
  readonly evidence?: Evidence;
}

/** Why a row was refused, for people: what is wrong, what is allowed. */
export interface Refusal {
  readonly line: number;
  readonly because: string;
  /** The cell that it is about. */
  readonly value?: string;
}

export type JudgedRow = { readonly good: GoodRow } | { readonly refused: Refusal };

/** How a file is to be read. */
export interface Reading {
  readonly columns: readonly string[];
  readonly settings: ImportSettings;
  /** YYYY-MM-DD: nothing was agreed to after it. */
  readonly today: string;
}

const rowProblems: Readonly<Record<RowProblem, string>> = {
  open_quote: 'a quote is opened and never closed',
  wrong_quotes: 'something stands after a closing quote: a quote within a quoted cell is written twice',
  too_long: 'the row is longer than 64 kB',
  too_many_columns: 'the row has more than 200 cells',
};

const addressProblems: Readonly<Record<AddressProblem, string>> = {
  missing: 'there is no address',
  has_space: 'the address has a space in it',
  no_at: 'the address has no @ with something before and after it',
  too_long: 'the address is longer than 254 characters, or more than 64 before the @',
  unusual_form: 'the address is quoted, or has brackets: write it as name@example.com',
  not_ascii: 'before the @ stands a character that mail cannot be sent to: a-z, 0-9 and signs are allowed',
  not_an_address: 'this is not an address like name@example.com',
  reserved_domain: 'this domain is reserved for examples: no mail arrives there',
};

/** Pure, so that a row that is read again is judged the same. */
export function judgeRow(row: ReadRow, reading: Reading): JudgedRow {
  const { line } = row;
  if ('problem' in row) return refused(line, rowProblems[row.problem]);
  const { cells } = row;
  if (cells.length > reading.columns.length) {
    const widths = `${cells.length} cells, and the first line has ${reading.columns.length}`;
    return refused(line, `the row has ${widths}: a cell with a delimiter in it wants quotes`);
  }
  const spoilt = cells.find((cell) => /[\0\ufffd]/.test(cell));
  if (spoilt !== undefined) return refused(line, spoiltBy(spoilt), spoilt);
  return judgeCells(line, cells, reading);
}

const spoiltBy = (cell: string): string =>
  cell.includes('\0')
    ? 'a cell has a NUL character in it'
    : 'a cell has bytes that are no characters: the file mixes encodings';

/** What the columns of evidence hold; absent when there are none. */
interface Proof {
  date?: string;
  reference?: string;
}

function judgeCells(line: number, cells: readonly string[], { settings, today }: Reading): JudgedRow {
  const fields = new Map<string, FieldValue>();
  const proof: Proof = {};
  let typed = '';
  for (const { column, to } of settings.mapping) {
    const cell = (cells[column] ?? '').trim();
    if (to === 'address') typed = cell;
    else if (to === 'evidence.reference') proof.reference = oneLine(cell).slice(0, 100);
    else if (to === 'evidence.date') {
      proof.date = cell === '' ? '' : dayIn(cell);
      if (proof.date === undefined) return refused(line, 'the date of the evidence is not one like 2026-11-24', cell);
      if (proof.date > today) return refused(line, 'the date of the evidence is still to come', cell);
    } else if (cell !== '') {
      const value = valueOf(to.field, cell);
      if ('not' in value) return refused(line, `${to.field.key} ${value.not}`, cell);
      fields.set(to.field.key, value.is);
    }
  }
  const judged = judgeAddress(typed);
  if (!judged.ok) return refused(line, addressProblems[judged.problem], typed);
  const { address, canonical } = judged;
  const good = { line, address, canonical, fields: Object.fromEntries(fields) };
  const evidence = evidenceOf(settings.evidence, proof);
  return { good: evidence ? { ...good, evidence } : good };
}

const refused = (line: number, because: string, value?: string): JudgedRow => ({
  refused: value === undefined ? { line, because } : { line, because, value },
});

/**
 * What the file says of this person stands before what is said of all of them. A column for it that is empty here means
 * that there is none: the person is taken in, and not mailed.
 */
export function evidenceOf(ofAll: Evidence | undefined, { date, reference }: Readonly<Proof>): Evidence | undefined {
  if (!ofAll || date === '') return undefined;
  switch (ofAll.basis) {
    case 'consent':
      return { ...ofAll, givenAt: date ?? ofAll.givenAt, ...(reference ? { reference } : {}) };
    case 'soft_opt_in':
      return reference === '' ? undefined : { ...ofAll, soldAt: date ?? ofAll.soldAt, order: reference ?? ofAll.order };
    case 'charity_soft_opt_in':
      return { ...ofAll, supportedAt: date ?? ofAll.supportedAt };
    case 'implied':
      return { ...ofAll, at: date ?? ofAll.at };
    case 'transactional':
      return reference === '' ? undefined : { ...ofAll, order: reference ?? ofAll.order };
  }
}

type Value = { readonly is: FieldValue } | { readonly not: string };

const longestText = 200;

function valueOf({ type }: FieldDefinition, cell: string): Value {
  switch (type) {
    case 'text':
    case 'choice': {
      const text = oneLine(cell);
      if (text.length > longestText) return { not: `is longer than ${longestText} characters` };
      return /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text) ? { not: 'has a control character in it' } : { is: text };
    }
    case 'number': {
      const value = numberIn(cell);
      return value === undefined ? { not: 'is not a number like 12 or 3.5' } : { is: value };
    }
    case 'date': {
      const value = dayIn(cell);
      return value === undefined ? { not: 'is not a date like 2026-11-24 or 24.11.2026' } : { is: value };
    }
    case 'box': {
      const value = boxIn(cell);
      return value === undefined ? { not: 'is neither yes nor no' } : { is: value };
    }
  }
}

/** A value stands in subjects and in lines: breaks and tabs become spaces. */
const oneLine = (text: string): string => text.replace(/[\s\u2028\u2029]+/gu, ' ').trim();
