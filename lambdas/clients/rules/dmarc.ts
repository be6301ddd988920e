/** What a domain asks receivers to do with mail that does not prove to be its own. */
export interface Dmarc {
  readonly policy: 'none' | 'quarantine' | 'reject';
  /** Of subdomains, when they have no record of their own. */
  readonly subdomainPolicy: 'none' | 'quarantine' | 'reject';
  readonly reportsTo?: string;
  /** `t=y`: receivers are asked to do one step less than the policy says. */
  readonly testing: boolean;
  /** `psd=y`: it is a registry's, about domains below it that have none of their own. */
  readonly registry?: true;
}

const policies = ['none', 'quarantine', 'reject'] as const;
const policyOf = (text: string | undefined) => policies.find((policy) => policy === text?.toLowerCase());

/**
 * RFC 9989 (which replaced RFC 7489): tags that are not known, or not known any more (pct, rf, ri), are passed over; a
 * policy that cannot be read counts as none.
 * @returns undefined when this TXT record is not about DMARC
 */
export function dmarcOf(record: string): Dmarc | undefined {
  const [version, ...rest] = record.split(';').map((part) => part.trim());
  if (!/^v\s*=\s*DMARC1$/.test(version ?? '')) return undefined;
  const tags = new Map(
    rest.flatMap((part) => {
      const [, name, value] = /^([a-z]+)\s*=\s*(.*)$/i.exec(part) ?? [];
      return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value] as const];
    }),
  );
  const policy = policyOf(tags.get('p')) ?? 'none';
  const reportsTo = tags.get('rua');
  return {
    policy,
    subdomainPolicy: policyOf(tags.get('sp')) ?? policy,
    testing: tags.get('t')?.toLowerCase() === 'y',
    ...(reportsTo !== undefined && { reportsTo }),
    ...(tags.get('psd')?.toLowerCase() === 'y' && { registry: true as const }),
  };
}

/**
 * Where the record may stand: at the domain itself, else at those above it, the top-level domain left out. Of a long name
 * those with more than seven labels are passed over (RFC 9989, the tree walk), so that nobody asks more than eight times.
 */
export function dmarcNames(domain: string): string[] {
  const labels = domain.split('.');
  return labels
    .slice(0, -1)
    .map((_label, index) => labels.slice(index))
    .filter((rest, index) => index === 0 || rest.length <= 7)
    .map((rest) => `_dmarc.${rest.join('.')}`);
}
