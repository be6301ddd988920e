import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Db } from './db.ts';
import { pageTokenOf, startOf } from './page-token.ts';

export interface Listing<T> {
  readonly items: T[];
  readonly nextPageToken?: string;
}

export interface Paging {
  readonly limit: number;
  readonly pageToken?: string;
}

export interface ListingOf<T> extends Paging {
  readonly TableName: string;
  readonly pk: string;
  /** Only sort keys that begin so. */
  readonly prefix?: string;
  readonly newestFirst?: boolean;
  readonly read: (item: Record<string, unknown>) => T;
}

/** One page of a partition. @throws DomainError when the page token is of another listing */
export async function listing<T>(db: Db, of: ListingOf<T>): Promise<Listing<T>> {
  const { Items = [], LastEvaluatedKey } = await db.send(
    new QueryCommand({
      TableName: of.TableName,
      KeyConditionExpression: of.prefix ? 'pk = :pk AND begins_with(sk, :prefix)' : 'pk = :pk',
      ExpressionAttributeValues: of.prefix ? { ':pk': of.pk, ':prefix': of.prefix } : { ':pk': of.pk },
      Limit: of.limit,
      ScanIndexForward: !of.newestFirst,
      ExclusiveStartKey: startOf(of.pageToken, of.pk),
    }),
  );
  return { items: Items.map(of.read), nextPageToken: pageTokenOf(LastEvaluatedKey) };
}

/** Sorts after every sort key: they are letters, digits and `#`, `-`, `:`, `.`, `_`. */
const beforeTheNewest = '~';
/** What one call reads at most, for there may be years with nothing in them. */
const partitionsPerPage = 24;

/**
 * One page over several partitions, one after the other, newest first. It is short, or even empty, where many partitions
 * held nothing: whoever lists goes on as long as there is a token.
 * @throws DomainError when the page token is of another listing
 */
export async function listingOver<T>(
  db: Db,
  { pks, ...of }: Omit<ListingOf<T>, 'pk' | 'newestFirst'> & { readonly pks: readonly string[] },
): Promise<Listing<T>> {
  const first = pks.indexOf(startOf(of.pageToken, ...pks)?.pk ?? '');
  const ahead = pks.slice(Math.max(first, 0));
  const items: T[] = [];
  for (const [place, pk] of ahead.slice(0, partitionsPerPage).entries()) {
    if (items.length === of.limit) return { items, nextPageToken: pageTokenOf({ pk, sk: beforeTheNewest }) };
    const pageToken = place === 0 ? of.pageToken : undefined;
    const page = await listing(db, { ...of, pk, pageToken, limit: of.limit - items.length, newestFirst: true });
    items.push(...page.items);
    if (page.nextPageToken !== undefined) return { items, nextPageToken: page.nextPageToken };
  }
  const next = ahead[partitionsPerPage];
  return { items, nextPageToken: next && pageTokenOf({ pk: next, sk: beforeTheNewest }) };
}
