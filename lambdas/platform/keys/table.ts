/** A table as both the functions and the infrastructure see it. Every table has `pk` and `sk`, both strings. */
export interface TableDefinition {
  /** Construct id of the table. */
  readonly name: string;
  /** Environment variable that carries its physical name. */
  readonly environment: string;
  /** Number attribute, seconds since 1970, after which DynamoDB may delete the item. */
  readonly timeToLive?: string;
  readonly stream?: 'new-image';
  /** Whether a restore to a point in time must be possible. Off only where forgetting is the point. */
  readonly recovery: boolean;
  readonly indexes?: Readonly<Record<string, IndexDefinition>>;
}

/** Indexes are named after the question that they answer. */
export interface IndexDefinition {
  readonly partitionKey: string;
  readonly sortKey: string;
  /** `keys` or the attributes that come along. */
  readonly projects: 'keys' | 'all' | readonly string[];
}

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Order of numbers as strings: seq 2 before seq 10. */
export const ordered = (seq: number): string => String(seq).padStart(10, '0');
