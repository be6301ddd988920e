import type { JSX } from 'preact';
import type { Language } from '#contract/common.ts';
import { renderPage } from '#lambdas/platform/page/render-page.tsx';
import type { Page } from '#lambdas/platform/reply.ts';
import { wordsIn } from '#lambdas/platform/words/catalogs.ts';

export interface UnsubscribeView {
  readonly language: Language;
  readonly brand?: string;
}

/** One sentence, one button: no survey, no guilt, nothing to type (CS-09). */
export function unsubscribePage({ language, brand }: UnsubscribeView): Page {
  const words = wordsIn(language).unsubscribe;
  return card({ language, brand }, words.title(brand), [
    <form method="post">
      <button type="submit">{words.button}</button>
    </form>,
  ]);
}

export function unsubscribedPage({ language, brand }: UnsubscribeView): Page {
  const words = wordsIn(language).unsubscribe;
  return card({ language, brand }, words.doneTitle, [<p>{words.doneText(brand)}</p>]);
}

function card({ language, brand }: UnsubscribeView, title: string, children: JSX.Element[]): Page {
  return renderPage({
    language,
    title,
    brand: brand === undefined ? undefined : { name: brand, accentColour: '#0b6e99' },
    children: (
      <>
        <h1>{title}</h1>
        {children}
      </>
    ),
  });
}
