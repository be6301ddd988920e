import { abuseKinds } from '#contract/abuse.ts';
import type { Language } from '#contract/common.ts';
import { card } from '#lambdas/platform/page/card.tsx';
import type { Page } from '#lambdas/platform/reply.ts';
import { abuseWordsIn } from '#lambdas/platform/words/abuse.ts';
import type { ReportIssues, TypedReport } from '../rules/judge-report.ts';

interface Filled {
  readonly typed: TypedReport;
  readonly issues: ReportIssues;
}

const empty: Filled = { typed: {}, issues: {} };

/** Nothing is required by the browser: what lacks is asked for in words. */
export function formPage(language: Language, { typed, issues }: Filled = empty): Page {
  const words = abuseWordsIn(language);
  const wrong = Object.keys(issues).length > 0;
  const problem = (name: keyof TypedReport) => {
    const issue = issues[name];
    return issue === undefined ? undefined : { id: `${name}-problem`, text: words.issues[issue] };
  };
  const described = (name: keyof TypedReport) => {
    const found = problem(name);
    return found && { 'aria-invalid': 'true' as const, 'aria-describedby': found.id };
  };
  const said = (name: keyof TypedReport) => {
    const found = problem(name);
    return (
      found && (
        <p class="problem" id={found.id}>
          {found.text}
        </p>
      )
    );
  };
  return card({
    language,
    title: words.title,
    problem: wrong ? 'invalid_fields' : undefined,
    children: (
      <>
        <p>{words.text}</p>
        <p class="soft">{words.stop}</p>
        <form method="post" novalidate>
          <fieldset>
            <legend>{words.kind}</legend>
            {said('kind')}
            {abuseKinds.map((kind) => (
              <label class="box">
                <input type="radio" name="kind" value={kind} checked={typed.kind === kind} {...described('kind')} />
                <span>{words.kinds[kind]}</span>
              </label>
            ))}
          </fieldset>
          <div class="field">
            <label for="sender">{words.sender}</label>
            <input id="sender" name="sender" value={typed.sender} autocomplete="off" {...described('sender')} />
            {said('sender')}
            <p class="soft">{words.senderHint}</p>
          </div>
          <div class="field">
            <label for="text">
              {words.what} <span class="soft">({words.optional})</span>
            </label>
            <textarea id="text" name="text" rows={5} {...described('text')}>
              {typed.text}
            </textarea>
            {said('text')}
          </div>
          <div class="field">
            <label for="reply_to">
              {words.replyTo} <span class="soft">({words.optional})</span>
            </label>
            <input
              id="reply_to"
              name="reply_to"
              type="email"
              autocomplete="email"
              value={typed.reply_to}
              {...described('reply_to')}
            />
            {said('reply_to')}
            <p class="soft">{words.replyHint}</p>
          </div>
          <div class="trap" aria-hidden="true">
            <label>
              {words.trap} <input name="website" tabindex={-1} autocomplete="off" />
            </label>
          </div>
          <button type="submit">{words.button}</button>
        </form>
      </>
    ),
  });
}

export function thanksPage(language: Language): Page {
  const words = abuseWordsIn(language);
  return card({
    language,
    title: words.doneTitle,
    children: (
      <>
        <p>{words.doneText}</p>
        <p>{words.stop}</p>
      </>
    ),
  });
}
