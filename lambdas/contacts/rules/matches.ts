import type { Filter } from '#contract/contacts.ts';
import type { PurposeState } from '#contract/consent.ts';

/** A person on a list, as a filter sees them. `fields` only where the filter asks for some. */
export interface Person {
  readonly since: string;
  readonly purposes: readonly PurposeState[];
  readonly basis: string;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}

/** Whether a filter means this person. What they never told is not equal to anything, and not different either. */
export function matches(filter: Filter, person: Person): boolean {
  switch (filter.op) {
    case 'and':
      return filter.of.every((each) => matches(each, person));
    case 'or':
      return filter.of.some((each) => matches(each, person));
    case 'not':
      return !matches(filter.of, person);
    case 'since':
      return (
        (filter.from === undefined || person.since >= filter.from) &&
        (filter.until === undefined || person.since < filter.until)
      );
    case 'purpose':
      return (
        person.purposes.some(({ purpose, state }) => purpose === filter.purpose && state === 'given') === filter.given
      );
    case 'basis':
      return person.basis === filter.basis;
    case 'field':
      return fieldMatches(filter, valueOf(person, filter.key));
  }
}

/** Whether the sealed details of each person have to be opened for it. */
export const asksForFields = (filter: Filter): boolean => {
  if (filter.op === 'and' || filter.op === 'or') return filter.of.some(asksForFields);
  return filter.op === 'not' ? asksForFields(filter.of) : filter.op === 'field';
};

type FieldFilter = Extract<Filter, { op: 'field' }>;
type Value = string | number | boolean | undefined;

const valueOf = ({ fields }: Person, key: string): Value => (Object.hasOwn(fields, key) ? fields[key] : undefined);

function fieldMatches(filter: FieldFilter, value: Value): boolean {
  if (filter.is === 'missing') return value === undefined;
  if (value === undefined) return false;
  switch (filter.is) {
    case 'known':
      return true;
    case 'equals':
      return same(value, filter.value);
    case 'differs':
      return !same(value, filter.value);
    case 'contains':
      return folded(value).includes(folded(filter.value));
    case 'begins':
      return folded(value).startsWith(folded(filter.value));
    case 'below':
      return typeof value === 'number' && value < filter.value;
    case 'above':
      return typeof value === 'number' && value > filter.value;
    // Days are YYYY-MM-DD, which sort as they follow each other.
    case 'before':
      return isDay(value) && value < filter.value;
    case 'after':
      return isDay(value) && value > filter.value;
  }
}

const isDay = (value: Value): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value);
/** As people write: Köln, KÖLN and köln are one. */
const folded = (value: string | number | boolean): string => String(value).normalize('NFC').toLowerCase();
const same = (one: string | number | boolean, other: string | number | boolean): boolean =>
  typeof one === 'string' && typeof other === 'string' ? folded(one) === folded(other) : one === other;
