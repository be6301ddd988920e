import { createHash } from 'node:crypto';
import type { ComponentChildren } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import type { Language } from '#contract/common.ts';
import type { ErrorCode } from '#contract/errors.ts';
import type { Page } from '../reply.ts';
import { accentOf } from './colours.ts';
import { css } from './css.ts';

export interface PageView {
  readonly language: Language;
  /** Stands in the tab: never an address or anything of a link. */
  readonly title: string;
  /** Whose page it is; nobody's when we do not know whose link it was. */
  readonly brand?: { readonly name: string; readonly accentColour: string };
  readonly children: ComponentChildren;
  readonly problem?: ErrorCode;
}

/** One card, one request: no script, no picture, no font, nothing from anywhere else. */
export function renderPage({ language, title, brand, children, problem }: PageView): Page {
  const style = `${accentCss(brand?.accentColour ?? '#0b6e99')}${css}`;
  const markup = renderToStaticMarkup(
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="icon" href="data:," />
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <main>
          {brand && <p class="brand">{brand.name}</p>}
          {children}
        </main>
        <footer>Sent with Assent</footer>
      </body>
    </html>,
  );
  return {
    html: `<!doctype html>${markup}`,
    headers: { 'content-security-policy': policy(style), 'x-robots-tag': 'noindex' },
    problem,
  };
}

const policy = (style: string): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    'img-src data:',
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

function accentCss(colour: string): string {
  const accent = accentOf(colour);
  return `:root{--accent:${accent.background};--on-accent:${accent.text}}`;
}
