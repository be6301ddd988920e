import { renderToStaticMarkup } from 'preact-render-to-string';
import { dateIn, wordsIn } from '#lambdas/platform/words/catalogs.ts';
import type { PublishedForm } from '../forms-store.ts';
import { Controls } from './form-controls.tsx';

/**
 * The form as it was published, to be pasted into a page of the client's: the notice with it, and which one it is, so that
 * the ledger can say what was shown. No style and no script: it looks as its surroundings do.
 */
export function snippetOf(published: PublishedForm): string {
  const { content, url, version, publishedAt } = published.form;
  const words = wordsIn(content.language).form;
  const markup = renderToStaticMarkup(
    <form action={url} method="post" accept-charset="utf-8" lang={content.language} class="assent-form">
      <h2>{content.heading}</h2>
      <p>{content.introduction}</p>
      <Controls filled={{ published, idPrefix: 'assent-' }} />
      <input type="hidden" name="shown" value={published.notice.noticeId} />
      <button type="submit">{content.button ?? words.button(published.listTitle)}</button>
      {content.notice.split(/\n{2,}/).map((text) => (
        <p class="soft">{text.split('\n').flatMap((line, place) => (place === 0 ? [line] : [<br />, line]))}</p>
      ))}
      <p class="soft">
        <a href={published.notice.rightsUrl}>{words.privacy(published.notice.controller.brand)}</a>
      </p>
    </form>,
  );
  const when = publishedAt === undefined ? '' : `, published on ${dateIn('en', publishedAt)}`;
  return `<!-- Version ${version}${when}. Paste the new one after publishing the form again. -->\n${lines(markup)}\n`;
}

/** One control a line, for whoever pastes it. */
const lines = (markup: string): string =>
  markup.replaceAll(/<(?=(?:h2|p|div|label|select|option|input|button|\/form)\b)/g, '\n<').trim();
