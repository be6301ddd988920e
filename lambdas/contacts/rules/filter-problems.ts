import type { FieldDefinition, Filter } from '#contract/contacts.ts';
import type { FieldProblem } from '#contract/errors.ts';

type FieldCondition = Extract<Filter, { op: 'field' }>;

/** What each type of a field can be asked: another question would mean nobody, and its author would not know. */
const questions: Readonly<Record<FieldDefinition['type'], readonly FieldCondition['is'][]>> = {
  text: ['equals', 'differs', 'contains', 'begins', 'known', 'missing'],
  choice: ['equals', 'differs', 'contains', 'begins', 'known', 'missing'],
  number: ['equals', 'differs', 'below', 'above', 'known', 'missing'],
  date: ['equals', 'differs', 'before', 'after', 'known', 'missing'],
  box: ['equals', 'differs', 'known', 'missing'],
};
const valueTypes = { text: 'string', choice: 'string', date: 'string', number: 'number', box: 'boolean' } as const;

/** Fields that the list does not have, and questions that do not fit theirs. */
export function filterProblems(filter: Filter, known: readonly FieldDefinition[], path = 'filter'): FieldProblem[] {
  if (filter.op === 'and' || filter.op === 'or')
    return filter.of.flatMap((each, at) => filterProblems(each, known, `${path}.of.${at}`));
  if (filter.op === 'not') return filterProblems(filter.of, known, `${path}.of`);
  if (filter.op !== 'field') return [];
  const field = known.find(({ key }) => key === filter.key);
  if (!field) return [{ path: `${path}.key`, message: `is not a field of this list: ${filter.key}` }];
  const asked = questions[field.type];
  if (!asked.includes(filter.is))
    return [{ path: `${path}.is`, message: `a ${field.type} can be asked: ${asked.join(', ')}` }];
  const compares = filter.is === 'equals' || filter.is === 'differs';
  if (!compares || typeof filter.value === valueTypes[field.type]) return [];
  return [
    { path: `${path}.value`, message: `${filter.key} is a ${field.type}: compare it with a ${valueTypes[field.type]}` },
  ];
}
