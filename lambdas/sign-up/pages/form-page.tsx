import type { FormField } from '#contract/sign-up.ts';
import { purposes } from '#contract/sign-up.ts';
import { renderPage } from '#lambdas/platform/page/render-page.tsx';
import type { Page } from '#lambdas/platform/reply.ts';
import { wordsIn } from '#lambdas/platform/words/catalogs.ts';
import type { PublishedForm } from '../forms-store.ts';
import type { FieldIssue } from '../rules/wish-of.ts';

export interface FormView {
  readonly published: PublishedForm;
  /** What was typed, when something has to be mended: boxes stay as the person left them. */
  readonly typed?: Readonly<Record<string, string | undefined>>;
  readonly issues?: Readonly<Record<string, FieldIssue>>;
  readonly globalPrivacyControl: boolean;
}

export const brandOf = ({ form, notice }: PublishedForm) => ({
  name: form.content.logoText ?? notice.controller.brand,
  accentColour: form.content.accentColour,
});

/** The hosted sign-up page: who, what and how often, fields, boxes, button, small print. No box is ever ticked for anybody. */
export function formPage(view: FormView): Page {
  const { published, issues } = view;
  const { content, formId } = published.form;
  const words = wordsIn(content.language);
  const brand = published.notice.controller.brand;
  return renderPage({
    language: content.language,
    title: content.heading,
    brand: brandOf(published),
    problem: issues && 'invalid_fields',
    children: (
      <>
        <h1>{content.heading}</h1>
        <p>{content.introduction}</p>
        {issues && (
          <div class="summary" role="alert">
            <p>{words.form.summary}</p>
          </div>
        )}
        <form method="post" action={`/s/${formId}`} novalidate>
          <Field view={view} field={{ key: 'email', type: 'email', label: words.form.address, required: true }} />
          {namesOf(view).map((field) => (
            <Field view={view} field={field} />
          ))}
          {content.ownFields.map((field) =>
            field.type === 'box' ? (
              <Box view={view} id={field.key} label={field.label} />
            ) : (
              <Field view={view} field={field} />
            ),
          )}
          {purposes.map((purpose) => {
            const label = content.boxes[purpose];
            return label !== undefined && <Box view={view} id={purpose} label={label} />;
          })}
          {content.minimumAge !== undefined && <Box view={view} id="age" label={words.form.age(content.minimumAge)} />}
          <p class="soft">{words.form.who(brand, content.frequency)}</p>
          <div class="trap" aria-hidden="true">
            <label>
              {words.form.trap} <input name="website" tabindex={-1} autocomplete="off" />
            </label>
          </div>
          <button type="submit">{content.button ?? words.form.button(published.listTitle)}</button>
        </form>
        <div class="notice soft">
          <p>{content.notice}</p>
          {view.globalPrivacyControl && <p>{words.form.gpc}</p>}
          <p>
            <a href={published.notice.rightsUrl} rel="noopener">
              {words.form.privacy(brand)}
            </a>
          </p>
        </div>
      </>
    ),
  });
}

type TypedField =
  Exclude<FormField, { type: 'box' }> | { key: string; label: string; required: boolean; type: 'email' };

function namesOf({ published }: FormView): TypedField[] {
  const { fields, language } = published.form.content;
  const words = wordsIn(language).form;
  return [
    { key: 'first_name', label: words.firstName, asked: fields.firstName },
    { key: 'last_name', label: words.lastName, asked: fields.lastName },
  ].flatMap(({ key, label, asked }): TypedField[] =>
    asked === 'off' ? [] : [{ key, label, type: 'text', required: asked === 'required' }],
  );
}

const fill: Readonly<Record<string, string>> = { email: 'email', first_name: 'given-name', last_name: 'family-name' };
const inputTypes = { email: 'email', text: 'text', number: 'text', date: 'date' } as const;

function Field({ view, field }: { view: FormView; field: TypedField }) {
  const { key, label, required } = field;
  const words = wordsIn(view.published.form.content.language);
  const shared = { id: key, name: key, required, ...described(view, key) };
  return (
    <div class="field">
      <label for={key}>
        {label} {!required && <span class="soft">({words.form.optional})</span>}
      </label>
      {field.type === 'choice' ? (
        <select {...shared}>
          <option value="">{words.form.choose}</option>
          {field.options.map((option) => (
            <option selected={view.typed?.[key] === option}>{option}</option>
          ))}
        </select>
      ) : (
        <input {...shared} type={inputTypes[field.type]} value={view.typed?.[key]} autocomplete={fill[key] ?? 'off'} />
      )}
      <Issue view={view} id={key} />
    </div>
  );
}

function Box({ view, id, label }: { view: FormView; id: string; label: string }) {
  return (
    <>
      <label class="box">
        <input type="checkbox" name={id} value="on" checked={view.typed?.[id] === 'on'} {...described(view, id)} />
        <span>{label}</span>
      </label>
      <Issue view={view} id={id} />
    </>
  );
}

const described = ({ issues }: FormView, id: string) =>
  issues?.[id] ? { 'aria-invalid': true, 'aria-describedby': `${id}-problem` } : {};

function Issue({ view, id }: { view: FormView; id: string }) {
  const issue = view.issues?.[id];
  if (!issue) return null;
  return (
    <p class="problem" id={`${id}-problem`}>
      {wordsIn(view.published.form.content.language).issues[issue]}
    </p>
  );
}
