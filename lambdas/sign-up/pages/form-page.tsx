import type { Challenge } from '#contract/sign-up.ts';
import { card } from '#lambdas/platform/page/card.tsx';
import { unbroken } from '#lambdas/platform/page/unbroken.ts';
import type { Page } from '#lambdas/platform/reply.ts';
import { wordsIn } from '#lambdas/platform/words/catalogs.ts';
import type { PublishedForm } from '../forms-store.ts';
import { Controls, labelsOf } from './form-controls.tsx';
import type { FilledForm } from './form-controls.tsx';
import { proofScript } from './proof-script.ts';

export interface FormView extends FilledForm {
  /** Goes into a hidden field: which notice the page shows, and since when. */
  readonly stamp: string;
  /** The page that was posted showed an older notice. */
  readonly outdated?: boolean;
  /** To be solved before the sign-up is taken. */
  readonly challenge?: Challenge;
  readonly globalPrivacyControl: boolean;
}

/** Whose page it is, and in which language: the same on all pages of a form. */
export const headOf = ({ form: { content }, notice: { controller } }: PublishedForm) => ({
  language: content.language,
  brand: { name: content.logoText ?? controller.brand, accentColour: content.accentColour },
  named: controller.brand,
});

/** The hosted sign-up page: who, what and how often, fields, boxes, button, small print. No box is ever ticked for anybody. */
export function formPage(view: FormView): Page {
  const { published, issues, outdated, challenge } = view;
  const { content, formId } = published.form;
  const words = wordsIn(content.language);
  const { brand, contact } = published.notice.controller;
  const asked = challenge && {
    'data-challenge': JSON.stringify(challenge),
    'data-done': words.proof.done,
    'data-failed': words.proof.failed(contact),
  };
  return card({
    ...headOf(published),
    title: content.heading,
    problem: problemOf(view),
    script: challenge && proofScript,
    children: (
      <>
        <p>{content.introduction}</p>
        {issues && <Summary view={view} />}
        {outdated && <Note text={words.form.outdated} />}
        {challenge && view.typed && <Asked contact={contact} words={words.proof} />}
        <form method="post" action={`/s/${formId}`} novalidate {...asked}>
          <Controls filled={view} />
          <input type="hidden" name="shown" value={view.stamp} />
          {challenge && <Work words={words.proof} />}
          {challenge && !view.typed && <WithoutScript text={words.proof.noScript(contact)} />}
          <button type="submit">{unbroken(content.button ?? words.form.button(published.listTitle), brand)}</button>
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

/** A first visit is no problem, whatever it asks for. */
function problemOf({ typed, issues, outdated, challenge }: FormView) {
  if (issues) return 'invalid_fields';
  if (outdated) return 'changed_meanwhile';
  return challenge && typed ? 'proof_required' : undefined;
}

/** Each line leads to the field that it is about. */
function Summary({ view }: { view: FormView }) {
  const words = wordsIn(view.published.form.content.language);
  const labels = labelsOf(view.published);
  const marked = Object.entries(view.issues ?? {}).filter(([key]) => labels.has(key));
  return (
    <div class="summary" role="alert">
      <p>{words.form.summary}</p>
      <ul>
        {marked.map(([key]) => (
          <li>
            <a href={`#${key}`}>{labels.get(key)}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

const Note = ({ text }: { text: string }) => (
  <div class="note" role="alert">
    <p>{text}</p>
  </div>
);

interface ProofProps {
  readonly contact: string;
  readonly words: ReturnType<typeof wordsIn>['proof'];
}

/** Why the page came back. What the browser now does is told by the script that does it; without one, what a person can do. */
const Asked = ({ contact, words }: ProofProps) => (
  <div class="note" role="alert">
    <p>
      <strong>{words.title}</strong>
    </p>
    <p class="asked" hidden>
      {words.text}
    </p>
    <noscript>
      <p>{words.again(contact)}</p>
    </noscript>
  </div>
);

const WithoutScript = ({ text }: { text: string }) => (
  <noscript>
    <div class="note">
      <p>{text}</p>
    </div>
  </noscript>
);

/** What the script shows of itself. */
const Work = ({ words }: Pick<ProofProps, 'words'>) => (
  <>
    <input type="hidden" name="challenge" />
    <div class="work" hidden>
      <progress aria-label={words.title} value={0} max={1} />
      <p role="status">{words.working}</p>
    </div>
  </>
);
