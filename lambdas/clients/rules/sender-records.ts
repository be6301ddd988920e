import type { DnsRecord } from '#contract/senders.ts';
import { dmarcOf } from './dmarc.ts';

/** The key that SES signs with: each token names a record, and SES publishes the key below `zone`. */
export interface SenderKey {
  readonly tokens: readonly string[];
  readonly zone: string;
}

/** What the DNS said. `unknown` says nothing of whether there is a record: the question itself failed. */
export type DnsAnswer =
  | { readonly answer: 'records'; readonly values: readonly string[] }
  | { readonly answer: 'none' }
  | { readonly answer: 'unknown' };

type Found = DnsRecord['found'];
export type WantedRecord = Omit<DnsRecord, 'found'>;

/** Where bounces of a domain go back to: a sub-domain, so that its own mail is not touched (ML-08). */
export const mailFromOf = (domain: string): string => `bounce.${domain}`;

/** What has to stand in the DNS, in the order in which it is shown. */
export function recordsFor(domain: string, key: SenderKey, region: string): WantedRecord[] {
  return [
    ...key.tokens.map((token, index) => ({
      purpose: 'dkim' as const,
      name: `${token}._domainkey.${domain}`,
      type: 'CNAME' as const,
      value: `${token}.${key.zone}`,
      explains: `Mail is signed as yours (DKIM), with keys that are changed for you: record ${index + 1} of ${key.tokens.length}, all are needed.`,
    })),
    {
      purpose: 'mail_from_mx',
      name: mailFromOf(domain),
      type: 'MX',
      value: `10 feedback-smtp.${region}.amazonses.com`,
      explains: 'Bounces come back and are counted. It has to be the only MX record of this name.',
    },
    {
      purpose: 'mail_from_spf',
      name: mailFromOf(domain),
      type: 'TXT',
      value: 'v=spf1 include:amazonses.com ~all',
      explains:
        'Says that Amazon SES may send for this name (SPF). Only one record that begins with v=spf1 may stand here.',
    },
    {
      purpose: 'dmarc',
      name: `_dmarc.${domain}`,
      type: 'TXT',
      value: `v=DMARC1; p=none; rua=mailto:dmarc@${domain}`,
      explains:
        'Says what happens to mail that only pretends to be yours (DMARC); Gmail, Yahoo and Microsoft want one. Have the reports after rua= sent where you read them. One that you have already, here or at a domain above, will do.',
    },
  ];
}

/** Of a record that stands at one name. DMARC, which may stand at several, has a question of its own. */
export function foundAt({ purpose, value }: WantedRecord, answer: DnsAnswer): Found {
  if (answer.answer === 'unknown') return 'not_looked';
  if (answer.answer === 'none') return 'no';
  const { values } = answer;
  switch (purpose) {
    case 'dkim':
      return onlyOne(values, (found) => sameName(found, value));
    case 'mail_from_mx':
      return onlyOne(values, (found) => sameName(hostOf(found), hostOf(value)));
    case 'mail_from_spf': {
      const spf = values.filter((found) => /^v=spf1(\s|$)/i.test(found));
      return spf.length === 0 ? 'no' : onlyOne(spf, (found) => /\s\+?include:amazonses\.com(\s|$)/i.test(found));
    }
    case 'dmarc':
      return dmarcFound([answer]);
  }
}

/**
 * ML-07: the nearest record counts, whatever it asks for. Two at one name are heeded by nobody; that of a registry is not
 * the domain's own.
 * @param answers for the names of `dmarcNames`, in that order
 */
export function dmarcFound(answers: readonly DnsAnswer[]): Found {
  for (const each of answers) {
    if (each.answer === 'unknown') return 'not_looked';
    const policies = each.answer === 'none' ? [] : each.values.flatMap((value) => dmarcOf(value) ?? []);
    if (policies.length > 1) return 'other';
    if (policies.some(({ registry }) => registry !== true)) return 'yes';
  }
  return 'no';
}

const onlyOne = (values: readonly string[], fits: (value: string) => boolean): Found =>
  values.length === 1 && values.every(fits) ? 'yes' : 'other';

const hostOf = (mx: string): string => mx.split(' ').at(-1) ?? '';
const bare = (name: string): string => name.toLowerCase().replace(/\.$/, '');
const sameName = (one: string, other: string): boolean => bare(one) === bare(other);
