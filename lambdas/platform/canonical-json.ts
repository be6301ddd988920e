import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** RFC 8785: the one way to write a value, so that its hash means something. @throws for what JSON cannot say */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('only what JSON can say has a canonical form');
  return text;
}

/** SHA-256 as 43 characters of base64url. */
export const sha256Of = (data: string | Buffer): string => createHash('sha256').update(data).digest('base64url');

export const sha256OfJson = (value: unknown): string => sha256Of(canonicalJson(value));
