import type { ComponentChildren } from 'preact';
import type { Client } from '#contract/clients.ts';
import type { ErrorCode } from '#contract/errors.ts';
import { assentBlue } from '#lambdas/platform/page/colours.ts';
import { renderPage } from '#lambdas/platform/page/render-page.tsx';
import type { Page } from '#lambdas/platform/reply.ts';
import { digestWordsIn } from '#lambdas/platform/words/digest.ts';

type Owner = Pick<Client, 'brand' | 'language'>;

/** A button: looking at the page changes nothing. */
export function askPage(owner: Owner): Page {
  const words = digestWordsIn(owner.language).ask;
  return card(owner, words.pageTitle, [
    <p>{words.pageText(owner.brand)}</p>,
    <form method="post">
      <button type="submit">{words.button}</button>
    </form>,
  ]);
}

export function digestConfirmedPage(owner: Owner): Page {
  const words = digestWordsIn(owner.language).ask;
  return card(owner, words.doneTitle, [<p>{words.doneText(owner.brand)}</p>]);
}

export function tooOldPage(owner: Owner): Page {
  const words = digestWordsIn(owner.language).ask;
  return card(owner, words.expiredTitle, [<p>{words.expiredText(owner.brand)}</p>], 'gone');
}

const card = ({ brand, language }: Owner, title: string, children: ComponentChildren, problem?: ErrorCode): Page =>
  renderPage({
    language,
    title,
    brand: { name: brand, accentColour: assentBlue },
    problem,
    children: (
      <>
        <h1>{title}</h1>
        {children}
      </>
    ),
  });
