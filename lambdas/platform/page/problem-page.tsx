import type { Language } from '#contract/common.ts';
import type { ErrorCode } from '#contract/errors.ts';
import { card } from './card.tsx';
import type { Page } from '../reply.ts';
import { wordsIn } from '../words/catalogs.ts';

/** What went wrong, and what works. Nobody's page: whose link it was is not known, or not told. */
export function problemPage(code: ErrorCode, language: Language): Page {
  const { problem, signpost } = wordsIn(language);
  const words =
    code === 'not_found' ? problem.not_found : code === 'gone' ? problem.expired : wordsOfFault(code, language);
  return card({
    language,
    title: words.title,
    problem: code,
    children: (
      <>
        <p>{words.text}</p>
        {code === 'not_found' && <p class="soft">{signpost.stop}</p>}
      </>
    ),
  });
}

const wordsOfFault = (code: ErrorCode, language: Language) => {
  const { problem } = wordsIn(language);
  return code === 'internal' || code === 'unavailable' ? problem.unavailable : problem.invalid;
};
