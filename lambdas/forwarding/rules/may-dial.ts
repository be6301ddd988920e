import ipaddr from 'ipaddr.js';

export type MayDial =
  | {
      readonly ok: true;
      readonly url: URL;
      /** The deployment names this host and port itself: its addresses may be private, and it may speak plain HTTP. */
      readonly privateHost: boolean;
    }
  | { readonly ok: false; readonly problem: string };

/**
 * Whether an endpoint may be called, as far as its address can tell; what its name resolves to is judged when it is dialled.
 * The URL parser has by then undone every other notation of an IPv4 address (decimal, octal, hexadecimal, full width).
 * @param privateHosts `host:port` of the deployment's setting `privateWebhookHosts`
 */
export function mayDial(text: string, privateHosts: readonly string[]): MayDial {
  if (!URL.canParse(text)) return refused('is not an address like https://www.example.com/webhook');
  const url = new URL(text);
  url.hash = '';
  if (url.username !== '' || url.password !== '') return refused('may not carry a user name or password');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refused('must begin with https://');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (privateHosts.includes(`${url.hostname}:${port}`)) return { ok: true, url, privateHost: true };
  if (url.protocol !== 'https:') return refused('must begin with https://');
  if (port !== '443') return refused('must be on port 443');
  return judgeHost(url);
}

function judgeHost(url: URL): MayDial {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (ipaddr.isValid(host))
    return isPublic(host)
      ? { ok: true, url, privateHost: false }
      : refused('is an address that is not on the internet');
  if (!/^([a-z0-9_-]+\.)+[a-z0-9-]+$/.test(host)) return refused('needs a full host name like www.example.com');
  if (innerNames.test(host)) return refused('has a host name that is not on the internet');
  return { ok: true, url, privateHost: false };
}

/** Names that are answered inside a network only: RFC 6761, 6762, 8375, 9476. */
const innerNames = /(^|\.)(localhost|localdomain|local|internal|intranet|lan|alt|onion|home\.arpa)$/;

/**
 * Global unicast and nothing else: no loopback, private, link-local (metadata services), carrier-grade NAT, multicast,
 * documentation or reserved range, and no IPv6 address that stands for an IPv4 one (mapped, compatible, NAT64, 6to4,
 * Teredo): a gateway would lead it anywhere.
 */
export function isPublic(address: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address).range() === 'unicast';
  if (!ipaddr.IPv6.isValid(address)) return false;
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.range() === 'unicast' && parsed.match(globalUnicast);
}

/** RFC 4291: what is handed out is in 2000::/3; the rest is reserved, whatever a library calls it. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

const refused = (problem: string): MayDial => ({ ok: false, problem });
