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
