import { readdirSync, readFileSync } from 'node:fs';

export interface NamedQuery {
  /** Its file, without ending. */
  readonly name: string;
  /** What it answers, in a sentence or two. */
  readonly answers: string;
  /** As Athena runs it, and for people to change there. */
  readonly sql: string;
}

const folder = new URL('./', import.meta.url);
const textOf = (file: string): string => readFileSync(new URL(file, folder), 'utf8').trimEnd();

export function namedQueries(): NamedQuery[] {
  const messages = textOf('messages.sql');
  return readdirSync(new URL('queries/', folder))
    .filter((file) => file.endsWith('.sql'))
    .toSorted()
    .map((file) => {
      const text = textOf(`queries/${file}`);
      const [, answers = ''] = /^-- (.+)\n/.exec(text) ?? [];
      return {
        name: file.replace('.sql', ''),
        answers,
        // What they have in common. Each reads the archive once: Athena would read it again for each time that `once` is named.
        sql: text.replace('{{messages}}', () => messages),
      };
    });
}
