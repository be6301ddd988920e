import { createHmac, hkdfSync } from 'node:crypto';

/**
 * Keyed hashes that stand for addresses. They outlive what is known about a person, and without the secret nobody can
 * find out whose they are (requirements.md 2.4). 128 bits of HMAC-SHA-256 as 22 characters of base64url.
 */
export interface AddressKeys {
  /** An address at one client: two clients never see the same key. */
  ofClient(clientId: string, canonicalAddress: string): string;
  /** An address as such, over all clients. */
  mailbox(canonicalAddress: string): string;
  /** A network on one day: tomorrow's hash has nothing to do with it. */
  networkOfDay(day: string, network: string): string;
  /** Anything of one client, in the archive of outcomes: it leads back to nobody without the secret. */
  archived(clientId: string, id: string): string;
}

export function addressKeys(secret: string): AddressKeys {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'assent address keys', 32));
  const hash = (...parts: string[]): string =>
    createHmac('sha256', key).update(parts.join('\n')).digest().subarray(0, 16).toString('base64url');
  return {
    ofClient: (clientId, canonicalAddress) => hash('client', clientId, canonicalAddress),
    mailbox: (canonicalAddress) => hash('mailbox', canonicalAddress),
    networkOfDay: (day, network) => hash('network', day, network),
    archived: (clientId, id) => hash('archive', clientId, id),
  };
}
