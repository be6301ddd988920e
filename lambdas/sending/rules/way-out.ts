/**
 * Whether both parts of a message say how this very person stops it (CS-05, ML-20). The check of the content cannot know: a condition
 * on a value may hide the foot of the mail from one person alone.
 */
export const showsWayOut = (
  { html, text }: { readonly html: string; readonly text: string },
  unsubscribeUrl: string,
): boolean => [html, text].every((part) => namesUrl(part, unsubscribeUrl));

/** Whole: a link that goes on after the token leads nowhere. */
const namesUrl = (part: string, url: string): boolean =>
  part
    .split(url)
    .slice(1)
    .some((after) => !/^[\w-]/.test(after));
