/** Whether a domain is the operator's: the one that every client may send from, or one below it. */
export const isOperators = (domain: string, mailFromDomain: string): boolean =>
  domain === mailFromDomain || domain.endsWith(`.${mailFromDomain}`);

/** Taken already: bounces of the operator's own mail come back to it. */
const reserved = new Set(['bounce']);

/**
 * The sub-domain of the operator's that a client gets, by its brand: `harbour-books.mail.example.com`.
 * @param suffix stands behind when the name is taken by another of the same brand: letters and digits
 * @returns the names to try, in order
 */
export function subdomainsFor(brand: string, suffix: string, mailFromDomain: string): string[] {
  const slug = slugOf(brand);
  const names = slug === '' || reserved.has(slug) ? [] : [slug];
  return [...names, `${slug || 'client'}-${suffix}`].map((name) => `${name}.${mailFromDomain}`);
}

/** Letters and digits of ASCII; accents are taken off. Short enough to leave room for what stands behind. */
const slugOf = (brand: string): string =>
  brand
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ß', 'ss')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replaceAll(/^-+|-+$/g, '');
