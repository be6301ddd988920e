import type { Dns } from '#lambdas/sign-up/mail-domains.ts';

/** Whether hosts of links exist. */
export interface WebHosts {
  /** @returns those that surely do not; a DNS that says nothing in time says nothing against them. Never throws. */
  absent(hosts: readonly string[]): Promise<ReadonlySet<string>>;
}

/** So many are asked about; no campaign that people read links to more. */
const mostHosts = 50;
const timeoutMs = 1_500;

export const webHosts = (dns: () => Pick<Dns, 'resolve4' | 'resolve6'>): WebHosts => ({
  async absent(hosts) {
    const absent = new Set<string>();
    const asked = hosts.slice(0, mostHosts).map(async (host) => {
      if (!(await exists(dns(), host))) absent.add(host);
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([Promise.all(asked), late]);
    clearTimeout(timer);
    return new Set(absent);
  },
});

async function exists(dns: Pick<Dns, 'resolve4' | 'resolve6'>, host: string): Promise<boolean> {
  // Addresses as numbers need no DNS; nor does what is on this machine.
  if (/^[\d.]+$|^\[|(^|\.)localhost$/.test(host)) return true;
  const answers = await Promise.all([hasAddress(dns.resolve4(host)), hasAddress(dns.resolve6(host))]);
  return answers.includes('yes') || answers.includes('unknown');
}

/** The DNS says no by these two codes; all others mean that it said nothing. */
const hasAddress = (question: Promise<readonly string[]>): Promise<'yes' | 'no' | 'unknown'> =>
  question.then(
    (found) => (found.length > 0 ? 'yes' : 'no'),
    (error: unknown) =>
      error instanceof Error && 'code' in error && (error.code === 'ENODATA' || error.code === 'ENOTFOUND')
        ? 'no'
        : 'unknown',
  );
