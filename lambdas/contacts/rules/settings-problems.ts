import type { FieldDefinition, ImportSettings } from '#contract/contacts.ts';
import type { Evidence } from '#contract/consent.ts';
import type { FieldProblem } from '#contract/errors.ts';
import { isTaken } from './suggest-mapping.ts';

export interface JudgedBy {
  readonly columns: readonly string[];
  readonly knownFields: readonly FieldDefinition[];
  /** YYYY-MM-DD */
  readonly today: string;
}

export const mostFields = 60;

/** What the shape of the settings alone cannot tell. Everything is told at once. */
export function settingsProblems(settings: ImportSettings, by: JudgedBy): FieldProblem[] {
  return [...mappingProblems(settings, by), ...provenanceProblems(settings, by), ...evidenceProblems(settings, by)];
}

function mappingProblems({ mapping }: ImportSettings, { columns, knownFields }: JudgedBy): FieldProblem[] {
  const seen = new Set<string | number>();
  const added = new Set<string>();
  const problems = mapping.flatMap(({ column, to }, at): FieldProblem[] => {
    const say = (message: string, part = 'to') => [{ path: `mapping.${at}.${part}`, message }];
    if (column >= columns.length) return say(`is not a column of this file, which has ${columns.length}`, 'column');
    if (seen.has(column)) return say('is mapped already', 'column');
    const name = typeof to === 'string' ? to : `field ${to.field.key}`;
    if (seen.has(name)) return say('is filled by another column already');
    seen.add(column).add(name);
    if (typeof to === 'string') return [];
    const { key, type } = to.field;
    if (isTaken(key)) return say('is taken: mails fill it in by themselves');
    const known = knownFields.find((field) => field.key === key);
    if (known && known.type !== type && !(known.type === 'choice' && type === 'text'))
      return say(`is a ${known.type} in this list`);
    if (!known) added.add(key);
    return [];
  });
  const all = knownFields.length + added.size;
  const tooMany = { path: 'mapping', message: `would give the list ${all} fields: ${mostFields} are allowed` };
  return all > mostFields ? [...problems, tooMany] : problems;
}

function provenanceProblems({ provenance: { from, until } }: ImportSettings, { today }: JudgedBy): FieldProblem[] {
  if (from > until) return [{ path: 'provenance.until', message: 'is before the day it began' }];
  return until > today ? [{ path: 'provenance.until', message: 'is still to come' }] : [];
}

/** Nobody agreed to anything tomorrow. */
function evidenceProblems({ evidence, mapping }: ImportSettings, { today }: JudgedBy): FieldProblem[] {
  const columns = mapping.some(({ to }) => to === 'evidence.date' || to === 'evidence.reference');
  if (!evidence)
    return columns ? [{ path: 'evidence', message: 'is missing: columns of evidence want to know of what basis' }] : [];
  const [name, day] = dayOf(evidence);
  return day !== undefined && day > today ? [{ path: `evidence.${name}`, message: 'is still to come' }] : [];
}

function dayOf(evidence: Evidence): readonly [name: string, day: string | undefined] {
  switch (evidence.basis) {
    case 'consent':
      return ['givenAt', evidence.givenAt];
    case 'soft_opt_in':
      return ['soldAt', evidence.soldAt];
    case 'charity_soft_opt_in':
      return ['supportedAt', evidence.supportedAt];
    case 'implied':
      return ['at', evidence.at];
    case 'transactional':
      return ['order', undefined];
  }
}
