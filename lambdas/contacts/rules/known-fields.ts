import type { FieldDefinition } from '#contract/contacts.ts';
import type { FormContent } from '#contract/sign-up.ts';
import { fieldsOf } from '#lambdas/sign-up/rules/wish-of.ts';

/** Known of everybody, asked for or not. */
const names: readonly FieldDefinition[] = [
  { key: 'first_name', type: 'text' },
  { key: 'last_name', type: 'text' },
];

/** Each field once, in the order of the forms; a form has a say before an import has. */
export function unionOf(forms: readonly FormContent[], declared: readonly FieldDefinition[]): FieldDefinition[] {
  const asked = forms.flatMap((content) => fieldsOf(content).map(({ key, type }) => ({ key, type })));
  const byKey = new Map<string, FieldDefinition>();
  for (const field of [...names, ...asked, ...declared]) if (!byKey.has(field.key)) byKey.set(field.key, field);
  return [...byKey.values()];
}
