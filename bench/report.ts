import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';

/** A line of a table: what was measured, what it should be, whether it is. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly goal?: string;
  /** Absent where there is no goal. */
  readonly met?: boolean;
}

export interface Table {
  readonly title: string;
  readonly figures: readonly Figure[];
}

const [begin, end] = ['<!-- measured: begin -->', '<!-- measured: end -->'] as const;

/** Puts the tables between the markers of a document. The words around them stay. */
export async function writeReport(file: string, tables: readonly Table[]): Promise<string> {
  const measured = tables.map(markdownOf).join('\n\n');
  writeFileSync(file, await withMeasured(readFileSync(file, 'utf8'), measured));
  return format(measured, { parser: 'markdown' });
}

/** A document with other tables between its markers. */
export function withMeasured(text: string, measured: string): Promise<string> {
  const [before, after] = [text.split(begin)[0], text.split(end)[1]];
  if (before === undefined || after === undefined) throw new Error(`a document has lost its markers ${begin} … ${end}`);
  return format(`${before}${begin}\n\n${measured}\n\n${end}${after}`, {
    ...{ parser: 'markdown', printWidth: 120, singleQuote: true },
  });
}

function markdownOf({ title, figures }: Table): string {
  const rows = figures.map(({ what, measured, goal = '', met }) => {
    const verdict = met === undefined ? '' : met ? ' ✓' : ' ✗';
    return `| ${what} | ${measured} | ${goal}${verdict} |`;
  });
  return [`### ${title}`, '', '| | measured | goal |', '| --- | --- | --- |', ...rows].join('\n');
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
