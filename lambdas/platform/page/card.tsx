import type { Page } from '../reply.ts';
import { renderPage } from './render-page.tsx';
import type { PageView } from './render-page.tsx';
import { unbroken } from './unbroken.ts';

export interface CardView extends PageView {
  /** The name that the title may hold, where the page is headed by another. */
  readonly named?: string;
}

/** A page whose heading is its title. */
export const card = ({ children, named, ...page }: CardView): Page =>
  renderPage({
    ...page,
    children: (
      <>
        <h1>{unbroken(page.title, named ?? page.brand?.name)}</h1>
        {children}
      </>
    ),
  });
