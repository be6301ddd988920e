import { Resolver } from 'node:dns/promises';
import type { DnsRecord } from '#contract/senders.ts';
import { second } from '#lambdas/platform/clock.ts';
import { dmarcNames } from './rules/dmarc.ts';
import { dmarcFound, foundAt } from './rules/sender-records.ts';
import type { DnsAnswer, WantedRecord } from './rules/sender-records.ts';

/** What stands in the DNS. */
export interface SenderDns {
  /** Of each record in turn; never throws, and never takes longer than five seconds. */
  look(domain: string, records: readonly WantedRecord[]): Promise<DnsRecord['found'][]>;
}

type Dns = Pick<Resolver, 'resolveCname' | 'resolveMx' | 'resolveTxt'>;

/** Asks the machine's own resolver, or the servers named: nobody waits for a page here, so it may ask twice. */
export function senderResolver(servers: readonly string[]): Dns {
  const resolver = new Resolver({ timeout: 2 * second, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  return resolver;
}

const timeoutMs = 5 * second;

export const senderDns = (dns: () => Dns): SenderDns => ({
  look: (domain, records) =>
    Promise.all(
      records.map(async (record) =>
        record.purpose === 'dmarc'
          ? dmarcFound(await Promise.all(dmarcNames(domain).map((name) => ask(dns(), 'TXT', name))))
          : foundAt(record, await ask(dns(), record.type, record.name)),
      ),
    ),
});

async function ask(dns: Dns, type: WantedRecord['type'], name: string): Promise<DnsAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<DnsAnswer>((resolve) => {
    timer = setTimeout(() => resolve({ answer: 'unknown' }), timeoutMs);
  });
  return Promise.race([answerOf(valuesOf(dns, type, name)), late]).finally(() => clearTimeout(timer));
}

/** MX records as `10 host`; the strings of a TXT record joined. */
async function valuesOf(dns: Dns, type: WantedRecord['type'], name: string): Promise<string[]> {
  switch (type) {
    case 'CNAME':
      return dns.resolveCname(name);
    case 'MX':
      return (await dns.resolveMx(name)).map(({ priority, exchange }) => `${priority} ${exchange}`);
    case 'TXT':
      return (await dns.resolveTxt(name)).map((strings) => strings.join(''));
  }
}

/** The DNS says no by error codes; all but these two mean that it said nothing. */
const saysNo = ['ENODATA', 'ENOTFOUND'];

async function answerOf(question: Promise<string[]>): Promise<DnsAnswer> {
  try {
    const values = await question;
    return values.length === 0 ? { answer: 'none' } : { answer: 'records', values };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { answer: saysNo.includes(code) ? 'none' : 'unknown' };
  }
}
