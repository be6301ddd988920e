import type { Language } from '#contract/common.ts';
import type { Page } from '#lambdas/platform/reply.ts';
import { wordsIn } from '#lambdas/platform/words/catalogs.ts';
import type { PageOwner } from '../follow-link.ts';
import { ownersCard } from './owners-card.ts';

/** One sentence, one button: no survey, no guilt, nothing to type (CS-09). */
export function unsubscribePage(owner: PageOwner): Page {
  const words = wordsIn(owner.language).unsubscribe;
  return ownersCard(owner, words.title(owner.brand), [
    <form method="post">
      <button type="submit">{words.button}</button>
    </form>,
  ]);
}

export function unsubscribedPage(owner: PageOwner & { readonly preferencesUrl: string }): Page {
  const { unsubscribe, preferences } = wordsIn(owner.language);
  return ownersCard(owner, unsubscribe.doneTitle, [
    <p>{unsubscribe.doneText(owner.brand)}</p>,
    <p class="soft">
      <a href={owner.preferencesUrl}>{preferences.back}</a>
    </p>,
  ]);
}

/** Where the links of a test mail lead. */
export function testPage(language: Language): Page {
  const { title, text } = wordsIn(language).testLink;
  return ownersCard({ language }, title, [<p>{text}</p>]);
}
