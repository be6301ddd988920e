import type { Language } from '#contract/common.ts';
import { card } from '#lambdas/platform/page/card.tsx';
import type { Page } from '#lambdas/platform/reply.ts';
import { wordsIn } from '#lambdas/platform/words/catalogs.ts';

/** Nobody's brand: many write from here. */
export function signpostPage(language: Language): Page {
  const words = wordsIn(language).signpost;
  return card({
    language,
    title: words.title,
    children: (
      <>
        <p>{words.text}</p>
        <p>{words.stop}</p>
        <p>{words.waiting}</p>
      </>
    ),
  });
}
