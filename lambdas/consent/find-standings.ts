import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import { getMany, mostAtOnce } from '#lambdas/platform/get-many.ts';
import { consentTable, standingKey } from '#lambdas/platform/keys/consent.ts';
import { standing } from './rules/standing.ts';
import type { Standing } from './rules/standing.ts';

/** In one call. */
export const standingsAtOnce = mostAtOnce;

/** Where many addresses stand, read consistently. @param addressKeys none twice */
export async function findStandings(db: Db, addressKeys: readonly string[]): Promise<Map<string, Standing>> {
  const found = new Map<string, Standing>();
  for await (const item of getMany(db, tableName(consentTable), addressKeys.map(standingKey))) {
    const each = standing().parse(item);
    found.set(each.addressKey, each);
  }
  return found;
}
