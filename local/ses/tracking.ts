/** Links of a tracked mail as SES rewrites them, and the places that they lead to. */
export interface Tracked {
  readonly html: string;
  readonly links: readonly TrackedLink[];
}

export interface TrackedLink {
  readonly url: string;
  /** From `ses:tags="k:v;"`. */
  readonly tags: Readonly<Record<string, string[]>>;
}

const mostLinks = 250;
const anchor = /<a\b[^>]*>/gi;
const href = /\bhref\s*=\s*("([^"]*)"|'([^']*)')/i;

/**
 * Every http(s) link leads through the tracker, but for those marked `ses:no-track`; a pixel stands at the end, or at the
 * first `{{ses:openTracker}}`. SES changes nothing in the text part.
 */
export function track(html: string, base: string, counts: { opens: boolean; clicks: boolean }): Tracked {
  const links: TrackedLink[] = [];
  const rewritten = html.replaceAll(anchor, (element) => {
    const found = href.exec(element);
    const url = unescaped(found?.[2] ?? found?.[3] ?? '');
    const tags = /\s+ses:tags\s*=\s*"([^"]*)"/i.exec(element);
    const plain = element.replaceAll(/\s+ses:(no-track|tags\s*=\s*"[^"]*")/gi, '');
    const counted = counts.clicks && links.length < mostLinks && !/\bses:no-track\b/i.test(element);
    if (!counted || !/^https?:\/\//i.test(url)) return plain;
    links.push({ url, tags: tagsOf(tags?.[1] ?? '') });
    return plain.replace(href, `href="${base}/click/${links.length - 1}"`);
  });
  const pixel = `<img alt="" src="${base}/open" style="display:none;width:1px;height:1px">`;
  return { html: counts.opens ? withPixel(rewritten, pixel) : rewritten, links };
}

function withPixel(html: string, pixel: string): string {
  const marker = '{{ses:openTracker}}';
  if (html.includes(marker)) return html.replace(marker, pixel).replaceAll(marker, '');
  return /<\/body>/i.test(html) ? html.replace(/<\/body>/i, `${pixel}</body>`) : html + pixel;
}

function tagsOf(text: string): Record<string, string[]> {
  const pairs = text.split(';').filter(Boolean);
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', ...value] = pair.split(':');
      return [name.trim(), [value.join(':').trim()]];
    }),
  );
}

const unescaped = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
