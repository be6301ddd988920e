import type { FieldProblem } from '#contract/errors.ts';
import type { FormContent } from '#contract/sign-up.ts';

/** What the shape alone does not say: addresses that people are led on to must be the client's own. */
export function formProblems(content: FormContent, website: string): FieldProblem[] {
  const hosts = new Set([hostOf(website), ...content.redirectHosts]);
  const offered = { thankYouUrl: content.thankYouUrl, confirmedUrl: content.confirmedUrl };
  return Object.entries(offered).flatMap(([path, url]) =>
    url === undefined || hosts.has(hostOf(url))
      ? []
      : [{ path, message: `leads to ${hostOf(url)}, which is neither the client's website nor in redirectHosts` }],
  );
}

const hostOf = (url: string): string => new URL(url).hostname.toLowerCase();
