import { hiddenCharacters } from '#contract/common.ts';
import type { FormContent, Purpose } from '#contract/sign-up.ts';
import { purposes } from '#contract/sign-up.ts';
import { judgeAddress } from './address.ts';
import type { AddressProblem } from './address.ts';

export type FieldIssue =
  | AddressProblem
  | 'no_mail_there'
  | 'required'
  | 'too_long_text'
  | 'hidden_character'
  | 'not_a_number'
  | 'not_a_date'
  | 'not_an_option'
  | 'unknown'
  | 'wrong_kind'
  | 'box_needed'
  | 'own_box_needed'
  | 'age_needed';

export type JudgedWish =
  | {
      readonly ok: true;
      readonly address: string;
      readonly canonical: string;
      readonly fields: Record<string, string | number | boolean>;
      readonly purposes: Purpose[];
    }
  | { readonly ok: false; readonly issues: Readonly<Record<string, FieldIssue>> };

export type Typed = Readonly<Record<string, string | number | boolean | undefined>>;

/** Judges what was typed against the form as it was published. Every issue is told at once. */
export function wishOf(content: FormContent, typed: Typed): JudgedWish {
  const issues: Record<string, FieldIssue> = {};
  const judged = judgeAddress(String(typed.email ?? ''));
  if (!judged.ok) issues.email = judged.problem;
  const fields: Record<string, string | number | boolean> = {};
  for (const field of fieldsOf(content)) {
    const value = typed[field.key];
    const text = typeof value === 'string' ? value.trim() : value;
    if (text === undefined || text === '') {
      if (field.required) issues[field.key] = field.type === 'box' ? 'own_box_needed' : 'required';
      continue;
    }
    const read = valueOf(field, text);
    if ('issue' in read) issues[field.key] = read.issue;
    else fields[field.key] = read.value;
  }
  const known = new Set([...fieldsOf(content).map(({ key }) => key), ...ofTheFormItself]);
  for (const key of Object.keys(typed)) if (!known.has(key)) issues[key] = 'unknown';
  const ticked = purposes.filter((purpose) => content.boxes[purpose] !== undefined && isTicked(typed[purpose]));
  if (!ticked.includes('marketing_email')) issues.marketing_email = 'box_needed';
  if (content.minimumAge !== undefined && !isTicked(typed.age)) issues.age = 'age_needed';
  if (!judged.ok || Object.keys(issues).length > 0) return { ok: false, issues };
  return { ok: true, address: judged.address, canonical: judged.canonical, fields, purposes: ticked };
}

const ofTheFormItself = ['email', 'website', 'age', ...purposes];

/** What was typed, without what was agreed to: the sentences beside the boxes may have changed. */
export const withoutConsent = <T>(typed: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(typed).filter(([key]) => key !== 'age' && !purposes.some((each) => each === key)));

const isTicked = (value: unknown): boolean => value === 'on' || value === true;

interface AskedField {
  readonly key: string;
  readonly type: 'text' | 'number' | 'date' | 'choice' | 'box';
  readonly required: boolean;
  readonly options?: readonly string[];
}

export function fieldsOf(content: FormContent): AskedField[] {
  const names = (['firstName', 'lastName'] as const).flatMap((name): AskedField[] =>
    content.fields[name] === 'off'
      ? []
      : [
          {
            key: name === 'firstName' ? 'first_name' : 'last_name',
            type: 'text',
            required: content.fields[name] === 'required',
          },
        ],
  );
  return [...names, ...content.ownFields];
}

type ReadValue = { value: string | number | boolean } | { issue: FieldIssue };

function valueOf(field: AskedField, given: string | number | boolean): ReadValue {
  const text = String(given);
  switch (field.type) {
    case 'text':
      if (hiddenCharacters.test(text)) return { issue: 'hidden_character' };
      return text.length > 200 ? { issue: 'too_long_text' } : { value: text };
    case 'number':
      return /^-?\d{1,15}([.,]\d{1,6})?$/.test(text)
        ? { value: Number(text.replace(',', '.')) }
        : { issue: 'not_a_number' };
    case 'date':
      return isDate(text) ? { value: text } : { issue: 'not_a_date' };
    case 'choice':
      return field.options?.includes(text) ? { value: text } : { issue: 'not_an_option' };
    case 'box':
      // A box that a program leaves empty comes as false; a browser sends none.
      return field.required && !isTicked(given) ? { issue: 'own_box_needed' } : { value: isTicked(given) };
  }
}

function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // 31 February would quietly become 3 March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
