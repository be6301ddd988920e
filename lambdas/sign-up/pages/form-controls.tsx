import type { FormField } from '#contract/sign-up.ts';
import { purposes } from '#contract/sign-up.ts';
import { wordsIn } from '#lambdas/platform/words/catalogs.ts';
import type { PublishedForm } from '../forms-store.ts';
import type { FieldIssue } from '../rules/wish-of.ts';

export interface FilledForm {
  readonly published: PublishedForm;
  /** What was typed, when something has to be mended: boxes stay as the person left them. */
  readonly typed?: Readonly<Record<string, string | undefined>>;
  readonly issues?: Readonly<Record<string, FieldIssue>>;
  /** Before every id, where others have ids too. */
  readonly idPrefix?: string;
}

/** Fields, boxes, who writes and how often, and the field that nobody sees: the same on the hosted page and in a snippet. */
export function Controls({ filled }: { filled: FilledForm }) {
  const { content } = filled.published.form;
  const words = wordsIn(content.language).form;
  return (
    <>
      {typedFieldsOf(filled.published).map((field) => (
        <Field filled={filled} field={field} />
      ))}
      {boxesOf(filled.published).map(([id, label]) => (
        <Box filled={filled} id={id} label={label} />
      ))}
      <p class="soft">{words.who(filled.published.notice.controller.brand, content.frequency)}</p>
      <div class="trap" aria-hidden="true" hidden={filled.idPrefix !== undefined}>
        <label>
          {words.trap} <input name="website" tabindex={-1} autocomplete="off" />
        </label>
      </div>
    </>
  );
}

/** What each control is called, in the order of the page. */
export const labelsOf = (published: PublishedForm): ReadonlyMap<string, string> =>
  new Map([...typedFieldsOf(published).map(({ key, label }) => [key, label] as const), ...boxesOf(published)]);

type TypedField =
  Exclude<FormField, { type: 'box' }> | { key: string; label: string; required: boolean; type: 'email' };

function typedFieldsOf({ form }: PublishedForm): TypedField[] {
  const { fields, language, ownFields } = form.content;
  const words = wordsIn(language).form;
  const names = [
    { key: 'first_name', label: words.firstName, asked: fields.firstName },
    { key: 'last_name', label: words.lastName, asked: fields.lastName },
  ].flatMap(({ key, label, asked }): TypedField[] =>
    asked === 'off' ? [] : [{ key, label, type: 'text', required: asked === 'required' }],
  );
  return [
    { key: 'email', type: 'email', label: words.address, required: true },
    ...names,
    ...ownFields.filter((field) => field.type !== 'box'),
  ];
}

function boxesOf({ form }: PublishedForm): [string, string][] {
  const { ownFields, boxes, minimumAge, language } = form.content;
  const own = ownFields.flatMap((field): [string, string][] =>
    field.type === 'box' ? [[field.key, field.label]] : [],
  );
  const asked = purposes.flatMap((purpose): [string, string][] => {
    const label = boxes[purpose];
    return label === undefined ? [] : [[purpose, label]];
  });
  const age: [string, string][] = minimumAge === undefined ? [] : [['age', wordsIn(language).form.age(minimumAge)]];
  return [...own, ...asked, ...age];
}

const fill: Readonly<Record<string, string>> = { email: 'email', first_name: 'given-name', last_name: 'family-name' };
const inputs = {
  email: { type: 'email', autocapitalize: 'off', spellcheck: false },
  text: { type: 'text' },
  number: { type: 'text', inputmode: 'decimal' },
  date: { type: 'date' },
} as const;

function Field({ filled, field }: { filled: FilledForm; field: TypedField }) {
  const { key, label, required } = field;
  const words = wordsIn(filled.published.form.content.language).form;
  const id = idOf(filled, key);
  const shared = { id, name: key, required, ...described(filled, key) };
  return (
    <div class="field">
      <label for={id}>
        {label} {!required && <span class="soft">({words.optional})</span>}
      </label>
      {field.type === 'choice' ? (
        <select {...shared}>
          <option value="">{words.choose}</option>
          {field.options.map((option) => (
            <option selected={filled.typed?.[key] === option}>{option}</option>
          ))}
        </select>
      ) : (
        <input {...shared} {...inputs[field.type]} value={filled.typed?.[key]} autocomplete={fill[key] ?? 'off'} />
      )}
      <Issue filled={filled} name={key} />
    </div>
  );
}

function Box({ filled, id: key, label }: { filled: FilledForm; id: string; label: string }) {
  const id = idOf(filled, key);
  const needed = filled.published.form.content.ownFields.some((field) => field.key === key && field.required);
  return (
    <div>
      <label class="box" for={id}>
        <input
          type="checkbox"
          id={id}
          name={key}
          value="on"
          checked={filled.typed?.[key] === 'on'}
          required={needed}
          {...described(filled, key)}
        />
        <span>{label}</span>
      </label>
      <Issue filled={filled} name={key} />
    </div>
  );
}

const idOf = ({ idPrefix = '' }: FilledForm, key: string): string => `${idPrefix}${key}`;

const described = ({ issues }: FilledForm, key: string) =>
  issues?.[key] ? { 'aria-invalid': true, 'aria-describedby': `${key}-problem` } : {};

function Issue({ filled, name }: { filled: FilledForm; name: string }) {
  const issue = filled.issues?.[name];
  if (!issue) return null;
  return (
    <p class="problem" id={`${name}-problem`}>
      {wordsIn(filled.published.form.content.language).issues[issue]}
    </p>
  );
}
