import { Resolver } from 'node:dns/promises';
import type { MailProvider } from '#contract/figures.ts';
import { hour } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { remembering } from '#lambdas/platform/remembering.ts';
import { knownProvider, providerOfHosts } from './rules/provider.ts';

export type MailServers = Pick<Resolver, 'resolveMx'>;

/** One question for a domain, process and hour; no mail waits longer for it. */
const timeoutMs = 500;

export function dnsOf(servers: readonly string[]): MailServers {
  const resolver = new Resolver({ timeout: timeoutMs, tries: 1 });
  if (servers.length > 0) resolver.setServers(servers);
  return resolver;
}

/** Who takes mail for an address. Nothing is decided by it: where the DNS does not say, it is `other`, and is not asked again. */
export function mailProviders(dns: () => MailServers, clock: Clock): (address: string) => Promise<MailProvider> {
  const asked = remembering(
    async (domain): Promise<MailProvider> => {
      try {
        const servers = await dns().resolveMx(domain);
        return providerOfHosts(
          servers.toSorted((one, other) => one.priority - other.priority).map(({ exchange }) => exchange),
        );
      } catch {
        return 'other';
      }
    },
    clock,
    { forMs: hour, most: 5_000 },
  );
  return async (address) => {
    const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
    return knownProvider(domain) ?? (await asked(domain)) ?? 'other';
  };
}
