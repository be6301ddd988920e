import { createHash, timingSafeEqual } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import type { Language } from '#contract/common.ts';
import { preferredLanguage } from './preferred-language.ts';

/** What is known of somebody who reads a public page. The address itself is let go here and goes no further. */
export interface Visitor {
  /** /24 of IPv4, /48 of IPv6 (requirements.md 5.2); undefined when the address could not be read. */
  readonly network?: string;
  /** Family only: "Firefox". */
  readonly agent: string;
  /** For pages that are nobody's: those of a form are in its own. */
  readonly language: Language;
  /** Sec-GPC: 1 (PR-14). */
  readonly globalPrivacyControl: boolean;
  /** Web origin, of requests made by a page's script. */
  readonly origin?: string;
  /** The page that the request came from, without query or fragment; most browsers tell a foreign site its origin only. */
  readonly page?: string;
}

type Headers = Readonly<Record<string, string | undefined>>;

/** The viewer's address is believed only with CloudFront's secret: anybody can call the API directly. */
export function visitorOf(headers: Headers, sourceIp: string, originSecret: string | undefined): Visitor {
  const throughCdn = originSecret !== undefined && sameText(headers['x-assent-origin'] ?? '', originSecret);
  const address = throughCdn ? headers['x-assent-viewer'] : sourceIp;
  return {
    network: address === undefined ? undefined : networkOf(address),
    agent: agentFamily(headers['user-agent'] ?? ''),
    language: preferredLanguage(headers['accept-language']),
    globalPrivacyControl: headers['sec-gpc'] === '1',
    origin: headers.origin,
    page: pageOf(headers.referer),
  };
}

/** `203.0.113.77` → `203.0.113.0/24`; IPv4 inside IPv6 counts as IPv4. */
export function networkOf(address: string): string | undefined {
  const bare = address.replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return undefined;
  const parsed = ipaddr.process(bare);
  const bits = parsed.kind() === 'ipv4' ? 24 : 48;
  const masked = parsed.toByteArray().map((byte, index) => (index < bits / 8 ? byte : 0));
  return `${ipaddr.fromByteArray(masked).toString()}/${bits}`;
}

function pageOf(referer: string | undefined): string | undefined {
  if (referer === undefined || !URL.canParse(referer)) return undefined;
  const { protocol, origin, pathname } = new URL(referer);
  return /^https?:$/.test(protocol) ? `${origin}${pathname}`.slice(0, 500) : undefined;
}

const families: readonly (readonly [RegExp, string])[] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const agentFamily = (userAgent: string): string =>
  families.find(([pattern]) => pattern.test(userAgent))?.[1] ?? 'other';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const sameText = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
