import type { Language } from '#contract/common.ts';
import { renderPage } from '#lambdas/platform/page/render-page.tsx';
import type { Page } from '#lambdas/platform/reply.ts';
import { wordsIn } from '#lambdas/platform/words/catalogs.ts';

/** Nobody's brand: many write from here. */
export function signpostPage(language: Language): Page {
  const words = wordsIn(language).signpost;
  return renderPage({
    language,
    title: words.title,
    children: (
      <>
        <h1>{words.title}</h1>
        <p>{words.text}</p>
        <p>{words.stop}</p>
        <p>{words.waiting}</p>
      </>
    ),
  });
}
