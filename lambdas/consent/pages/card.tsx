import type { ComponentChildren } from 'preact';
import { renderPage } from '#lambdas/platform/page/render-page.tsx';
import { unbroken } from '#lambdas/platform/page/unbroken.ts';
import type { Page } from '#lambdas/platform/reply.ts';
import type { PageOwner } from '../follow-link.ts';
import { brandOf } from './brand-of.ts';

/** A page of whose mail the link was in. */
export function card(owner: PageOwner, title: string, children: ComponentChildren): Page {
  return renderPage({
    language: owner.language,
    title,
    brand: brandOf(owner),
    children: (
      <>
        <h1>{unbroken(title, owner.brand)}</h1>
        {children}
      </>
    ),
  });
}
