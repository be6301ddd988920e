import { createHash } from 'node:crypto';
import type { ComponentChildren } from 'preact';
import { renderToStaticMarkup } from 'preact-render-to-string';
import type { Language } from '#contract/common.ts';
import type { ErrorCode } from '#contract/errors.ts';
import type { Page } from '../reply.ts';
import { optionalSetting } from '../environment.ts';
import { wordsIn } from '../words/catalogs.ts';
import { accentOf, lineOf } from './colours.ts';
import type { Scheme } from './colours.ts';
import { css } from './css.ts';

export interface PageView {
  readonly language: Language;
  /** Stands in the tab: never an address or anything of a link. */
  readonly title: string;
  /** Whose page it is; nobody's when we do not know whose link it was. */
  readonly brand?: { readonly name: string; readonly accentColour: string };
  readonly children: ComponentChildren;
  readonly problem?: ErrorCode;
  /** Runs when the page is there; the page has none otherwise. */
  readonly script?: string;
}

/** One card, one request: no picture, no font, nothing from anywhere else; a script only where a page cannot do without. */
export function renderPage({ language, title, brand, children, problem, script }: PageView): Page {
  const footLine = footLineIn(language);
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
        {footLine !== undefined && <footer>{footLine}</footer>}
        {script !== undefined && <script dangerouslySetInnerHTML={{ __html: script }} />}
      </body>
    </html>,
  );
  return {
    html: `<!doctype html>${markup}`,
    headers: { 'content-security-policy': policy(style, script), 'x-robots-tag': 'noindex' },
    problem,
  };
}

/** Our own line is known in every language; one that a deployment wrote itself stands as it is. */
function footLineIn(language: Language): string | undefined {
  const line = optionalSetting('FOOT_LINE');
  return line === wordsIn('en').foot ? wordsIn(language).foot : line;
}

const policy = (style: string, script: string | undefined): string =>
  [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    ...(script === undefined ? [] : [`script-src '${hashOf(script)}'`]),
    'img-src data:',
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

function accentCss(colour: string): string {
  const accent = accentOf(colour);
  const line = (scheme: Scheme): string => `--accent-line:${lineOf(colour, scheme)}`;
  return `:root{--accent:${accent.background};--on-accent:${accent.text};${line('light')}}@media(prefers-color-scheme:dark){:root{${line('dark')}}}`;
}
