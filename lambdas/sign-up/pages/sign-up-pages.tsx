import type { ComponentChildren } from 'preact';
import type { ErrorCode } from '#contract/errors.ts';
import { card } from '#lambdas/platform/page/card.tsx';
import type { Page } from '#lambdas/platform/reply.ts';
import { wordsIn } from '#lambdas/platform/words/catalogs.ts';
import type { PublishedForm } from '../forms-store.ts';
import { headOf } from './form-page.tsx';

/** The same for every address, to the byte. */
export function checkMailPage(published: PublishedForm): Page {
  const { checkMail } = words(published);
  const { thankYouUrl } = published.form.content;
  return formsCard(published, checkMail.title, [
    <p>{checkMail.text(published.notice.controller.brand)}</p>,
    <p class="soft">{checkMail.notThere}</p>,
    onward(published, thankYouUrl),
  ]);
}

export function closedPage(published: PublishedForm): Page {
  const { closed } = words(published).problem;
  return formsCard(published, closed.title, [<p>{closed.text(published.notice.controller.brand)}</p>], 'gone');
}

/**
 * A button, and all that pressing it agrees to: looking at the page changes nothing. The form posts to where it stands, so
 * that no link is spelled out.
 * @param asked the sentence beside each box that was ticked
 */
export function confirmPage(published: PublishedForm, asked: readonly string[], token: string): Page {
  const { confirm } = words(published);
  return formsCard(published, confirm.title, [
    <p>{confirm.text(published.listTitle, published.notice.controller.brand)}</p>,
    <p>{confirm.agree}</p>,
    <ul>
      {asked.map((sentence) => (
        <li>{sentence}</li>
      ))}
    </ul>,
    <form method="post">
      <button type="submit">{confirm.button}</button>
    </form>,
    <p class="soft after">
      <a href={`/c/${token}/not-me`}>{confirm.notMe}</a>
    </p>,
  ]);
}

export function confirmedPage(published: PublishedForm): Page {
  const { confirm } = words(published);
  const { confirmedUrl } = published.form.content;
  return formsCard(published, confirm.doneTitle, [
    <p>{confirm.doneText(published.listTitle, published.notice.controller.brand)}</p>,
    onward(published, confirmedUrl),
  ]);
}

export function alreadyConfirmedPage(published: PublishedForm): Page {
  const { confirm } = words(published);
  return formsCard(published, confirm.alreadyTitle, [<p>{confirm.alreadyText}</p>]);
}

export function expiredPage(published: PublishedForm): Page {
  const { expired } = words(published).problem;
  const { formId, content } = published.form;
  return formsCard(
    published,
    expired.title,
    [
      <p>{expired.text}</p>,
      <a class="button" href={`/s/${formId}`}>
        {content.button ?? words(published).form.button(published.listTitle)}
      </a>,
    ],
    'gone',
  );
}

export function denialPage(published: PublishedForm): Page {
  const { denial } = words(published);
  return formsCard(published, denial.title, [
    <p>{denial.text(published.notice.controller.brand)}</p>,
    <form method="post">
      <button type="submit">{denial.button}</button>
    </form>,
  ]);
}

export function deniedPage(published: PublishedForm): Page {
  const { denial } = words(published);
  return formsCard(published, denial.doneTitle, [<p>{denial.doneText(published.notice.controller.brand)}</p>]);
}

/** The request was void before the button was pressed. */
export function voidPage(published: PublishedForm): Page {
  const { denial } = words(published);
  return formsCard(published, denial.voidTitle, [<p>{denial.doneText(published.notice.controller.brand)}</p>], 'gone');
}

export function deniedTooLatePage(published: PublishedForm): Page {
  const { denial } = words(published);
  return formsCard(published, denial.lateTitle, [<p>{denial.lateText(published.notice.controller.brand)}</p>], 'gone');
}

const words = ({ form }: PublishedForm) => wordsIn(form.content.language);

function onward(published: PublishedForm, url: string | undefined) {
  return (
    url !== undefined && (
      <p>
        <a href={url}>{words(published).checkMail.goOn(new URL(url).hostname)}</a>
      </p>
    )
  );
}

function formsCard(published: PublishedForm, title: string, children: ComponentChildren[], problem?: ErrorCode): Page {
  return card({ ...headOf(published), title, problem, children });
}
