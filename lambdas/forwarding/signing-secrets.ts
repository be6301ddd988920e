import { createHmac, hkdfSync } from 'node:crypto';
import { secretPrefix } from './rules/webhook-headers.ts';

/**
 * The signing secret of an endpoint, made again whenever it is needed: no table holds one, so that no copy of a table can
 * forge an event. A rotation counts `version` up.
 */
export interface SigningSecrets {
  of(endpointId: string, version: number): string;
}

export function signingSecrets(secret: string): SigningSecrets {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'assent webhook signing', 32));
  return {
    of: (endpointId, version) =>
      `${secretPrefix}${createHmac('sha256', key).update(`${endpointId}.${version}`).digest('base64')}`,
  };
}
