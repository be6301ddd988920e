import type * as z from 'zod';
import type { worstCase } from '#contract/campaigns.ts';
import type { FieldDefinition } from '#contract/contacts.ts';
import type { FieldValues } from './compiled.ts';

export type WorstCase = z.output<typeof worstCase>;

const names: Readonly<Record<WorstCase, FieldValues>> = {
  longest_name: {
    first_name: 'Wilhelmina-Alexandra Konstantinopolitana',
    last_name: 'Featherstonehaugh-Wolfeschlegelsteinhausenbergerdorff',
  },
  missing_fields: {},
  right_to_left: { first_name: 'عبد الرحمن', last_name: 'بن يوسف' },
  emoji: { first_name: 'Zoë 👩🏽‍🚀✨', last_name: '🏴󠁧󠁢󠁳󠁣󠁴󠁿 MacLeod' },
};

const words: Readonly<Record<Exclude<WorstCase, 'missing_fields'>, string>> = {
  longest_name: 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch and the villages all around it',
  right_to_left: 'مدينة نصر',
  emoji: 'Köln 🎡🍻',
};

/** Somebody who is hard on a layout: every field that the list knows, as long or as strange as it gets. */
export function worstFields(worst: WorstCase, fields: readonly FieldDefinition[]): FieldValues {
  if (worst === 'missing_fields') return {};
  const values = { text: words[worst], choice: words[worst], number: 1_234_567.89, date: '2026-12-31', box: true };
  return { ...Object.fromEntries(fields.map(({ key, type }) => [key, values[type]])), ...names[worst] };
}
