import { Resolver } from 'node:dns/promises';
import type { Clock } from '#lambdas/platform/clock.ts';
import { hour, minute, second } from '#lambdas/platform/clock.ts';
import { remembering } from '#lambdas/platform/remembering.ts';

/**
 * `takes_mail`: it names a mail server. `address_only`: it names none, yet has an address, to which RFC 5321 lets mail go.
 * `no_mail`: it says that it takes none (RFC 7505), or does not exist. `unknown`: the DNS did not say in time.
 */
export type MailDomain = 'takes_mail' | 'address_only' | 'no_mail' | 'unknown';

export interface MailDomains {
  /** Never throws, and never takes longer than half a second. */
  look(domain: string): Promise<MailDomain>;
}

/** The questions that are asked of the DNS. */
export type Dns = Pick<Resolver, 'resolveMx' | 'resolve4' | 'resolve6'>;

const timeoutMs = 0.4 * second;
const breaker = { after: 3, forMs: minute };

/** Asks the machine's own resolver, or the servers named. */
export function dnsResolver(servers: readonly string[]): Dns {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
  if (servers.length > 0) resolver.setServers(servers);
  return resolver;
}

/** What is known is kept for an hour. When the DNS is out of reach, it is left alone for a minute: a sign-up does not wait for it. */
export function mailDomains(dns: () => Dns, clock: Clock): MailDomains {
  let silences = 0;
  let closedUntil = 0;
  const known = remembering(
    async (domain) => {
      const found = await within(timeoutMs, lookUp(dns(), domain));
      silences = found === 'unknown' ? silences + 1 : 0;
      if (silences >= breaker.after) closedUntil = Date.parse(clock.now()) + breaker.forMs;
      return found === 'unknown' ? undefined : found;
    },
    clock,
    { forMs: hour, most: 1_000 },
  );
  return {
    look: async (domain) => (Date.parse(clock.now()) < closedUntil ? 'unknown' : ((await known(domain)) ?? 'unknown')),
  };
}

async function lookUp(dns: Dns, domain: string): Promise<MailDomain> {
  const servers = await answerOf(dns.resolveMx(domain));
  if (servers === 'no_such_domain') return 'no_mail';
  if (servers === 'unknown') return 'unknown';
  if (servers !== 'none') return servers.some(({ exchange }) => !/^\.?$/.test(exchange)) ? 'takes_mail' : 'no_mail'; // ML-11
  const addresses = await Promise.all([answerOf(dns.resolve4(domain)), answerOf(dns.resolve6(domain))]);
  if (addresses.some((answer) => Array.isArray(answer))) return 'address_only';
  return addresses.includes('unknown') ? 'unknown' : 'no_mail';
}

/** The DNS says no by error codes; all but these two mean that it said nothing. */
const answerOf = <T>(question: Promise<T[]>): Promise<T[] | 'none' | 'no_such_domain' | 'unknown'> =>
  question.catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ENODATA' ? 'none' : code === 'ENOTFOUND' ? 'no_such_domain' : 'unknown';
  });

async function within(ms: number, work: Promise<MailDomain>): Promise<MailDomain> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<MailDomain>((resolve) => {
    timer = setTimeout(() => resolve('unknown'), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
