import * as z from 'zod';
import { shape } from '#contract/shape.ts';
import { DomainError } from './errors.ts';

const place = shape(() => z.strictObject({ pk: z.string(), sk: z.string() }));

/** Where a listing goes on, opaque to the caller. */
export const pageTokenOf = (lastKey: Record<string, unknown> | undefined): string | undefined =>
  lastKey === undefined
    ? undefined
    : Buffer.from(JSON.stringify(place().parse({ pk: lastKey.pk, sk: lastKey.sk }))).toString('base64url');

/** @param pks the partitions that the listing is about: a token of another listing is refused */
export function startOf(pageToken: string | undefined, ...pks: string[]): { pk: string; sk: string } | undefined {
  if (pageToken === undefined) return undefined;
  try {
    const parsed = place().parse(JSON.parse(Buffer.from(pageToken, 'base64url').toString('utf8')));
    if (pks.includes(parsed.pk)) return parsed;
  } catch (cause) {
    throw new DomainError('invalid_request', 'is not a page token of this listing', { cause });
  }
  throw new DomainError('invalid_request', 'is not a page token of this listing');
}
