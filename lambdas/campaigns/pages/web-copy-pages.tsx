import type { Language } from '#contract/common.ts';
import { renderPage } from '#lambdas/platform/page/render-page.tsx';
import type { Page } from '#lambdas/platform/reply.ts';
import { webCopyWords } from '../words.ts';

/**
 * The mail itself, in a page that can do nothing: no script, no form, no frame, nothing but pictures to fetch. What a mail may
 * hold was judged when it was compiled; this holds a browser to it.
 */
export function webCopyPage(html: string, publicUrl: string): Page {
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src ${publicUrl} https: data:`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  ].join('; ');
  const noIndex = html.replace('<head>', '<head><meta name="robots" content="noindex">');
  return { html: noIndex, headers: { 'content-security-policy': policy, 'x-robots-tag': 'noindex' } };
}

/** Copies are kept for a while, and not of who was forgotten. */
export function gonePage(language: Language): Page {
  const { title, text } = webCopyWords[language];
  return renderPage({
    language,
    title,
    problem: 'gone',
    children: (
      <>
        <h1>{title}</h1>
        <p>{text}</p>
      </>
    ),
  });
}
