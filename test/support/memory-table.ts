import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Db } from '#lambdas/platform/db.ts';
import { conditionOf, changeOf } from './memory-expressions.ts';
import type { Item } from './memory-expressions.ts';

/**
 * DynamoDB in memory, as far as our stores use it: conditions, updates, transactions, queries by key. It costs the same for
 * every call, so that what is measured or broken is ours. test/sending/runs.store.test.ts holds it and the emulator to the same
 * promises.
 */
export class MemoryTables {
  /** Partitions that are written and never read: not kept. */
  forget: (pk: string) => boolean = () => false;
  private readonly tables = new Map<string, Map<string, Partition>>();
  /** Retried with the same token, a transaction is made once. */
  private readonly made = new WeakSet<object>();

  /** What stands here, for another world to begin with: neither sees what the other writes. */
  fork(): MemoryTables {
    const copy = new MemoryTables();
    for (const [name, partitions] of this.tables) {
      const copied = new Map([...partitions].map(([pk, { items }]) => [pk, { items: new Map(items) }]));
      copy.tables.set(name, copied);
    }
    return copy;
  }

  /** As the document client of the SDK. */
  get client(): Db {
    return { send: (command: object) => this.send(command) } as unknown as Db;
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- what goes wrong has to be a rejection
  async send(command: object): Promise<unknown> {
    if (command instanceof GetCommand) return { Item: this.get(command.input) };
    if (command instanceof PutCommand) return this.write({ Put: command.input });
    if (command instanceof UpdateCommand) return this.write({ Update: command.input });
    if (command instanceof QueryCommand) return this.query(command.input);
    if (command instanceof BatchGetCommand) return this.batchGet(command.input);
    if (command instanceof TransactWriteCommand) return this.transact(command);
    throw new Error(`${command.constructor.name} is not known here`);
  }

  /** As if it had always been there. */
  seed(TableName: string, item: Item): void {
    this.keep({ Put: { TableName, Item: item } }, withoutUndefined(item));
  }

  all(TableName: string): Item[] {
    return [...(this.tables.get(TableName)?.values() ?? [])].flatMap(({ items }) => [...items.values()]);
  }

  private partition(TableName = '', pk: unknown): Partition {
    const table = this.tables.get(TableName) ?? new Map<string, Partition>();
    this.tables.set(TableName, table);
    const partition = table.get(String(pk)) ?? { items: new Map<string, Item>() };
    table.set(String(pk), partition);
    return partition;
  }

  private get({ TableName, Key }: { TableName?: string | undefined; Key?: Item | undefined }): Item | undefined {
    const found = this.partition(TableName, Key?.pk).items.get(String(Key?.sk));
    return found && { ...found };
  }

  private batchGet({ RequestItems = {} }: BatchGetCommand['input']) {
    const Responses = Object.fromEntries(
      Object.entries(RequestItems).map(([TableName, { Keys = [] }]) => {
        if (Keys.length > 100) throw new Error(`${Keys.length} keys are more than BatchGetItem takes`);
        return [TableName, Keys.flatMap((Key) => this.get({ TableName, Key }) ?? [])];
      }),
    );
    return { Responses };
  }

  private write(of: Write) {
    const { before, after, holds } = this.prepared(of);
    if (!holds)
      throw new ConditionalCheckFailedException({
        message: 'The conditional request failed',
        $metadata: {},
        ...(partOf(of).ReturnValuesOnConditionCheckFailure && before ? { Item: marshalled(before) } : {}),
      });
    this.keep(of, after);
    return of.Update?.ReturnValues === 'ALL_NEW' ? { Attributes: { ...after } } : {};
  }

  private transact(command: TransactWriteCommand) {
    if (this.made.has(command)) return {};
    const parts = (command.input.TransactItems ?? []) as Write[];
    if (parts.length > 100) throw new Error(`${parts.length} writes are more than a transaction takes`);
    const prepared = parts.map((part) => this.prepared(part));
    if (prepared.some(({ holds }) => !holds))
      throw new TransactionCanceledException({
        message: 'Transaction cancelled',
        $metadata: {},
        CancellationReasons: prepared.map(({ holds }) => ({ Code: holds ? 'None' : 'ConditionalCheckFailed' })),
      });
    parts.forEach((part, index) => {
      this.keep(part, prepared[index]!.after);
    });
    this.made.add(command);
    return {};
  }

  private prepared(of: Write): { before: Item | undefined; after: Item; holds: boolean } {
    const part = partOf(of);
    const key = of.Put ? of.Put.Item! : of.Update!.Key!;
    const before = this.partition(part.TableName, key.pk).items.get(String(key.sk));
    const condition = part.ConditionExpression;
    const holds = condition === undefined || conditionOf(condition)(before ?? {}, part);
    if (!holds) return { before, after: {}, holds };
    if (of.Put) return { before, after: withoutUndefined(of.Put.Item!), holds };
    return { before, after: changeOf(of.Update!.UpdateExpression!)(before ?? { ...key }, of.Update!), holds };
  }

  private keep(of: Write, after: Item): void {
    if (this.forget(String(after.pk))) return;
    const partition = this.partition(partOf(of).TableName, after.pk);
    if (!partition.items.has(String(after.sk))) partition.sorted = undefined;
    partition.items.set(String(after.sk), after);
  }

  private query(input: QueryCommand['input']) {
    const { TableName, KeyConditionExpression = '', ExpressionAttributeValues = {}, Limit = Infinity } = input;
    const [, name] = /^pk = (:\w+)/.exec(KeyConditionExpression) ?? [];
    if (name === undefined) throw new Error(`${KeyConditionExpression} asks for no partition`);
    const partition = this.partition(TableName, ExpressionAttributeValues[name]);
    partition.sorted ??= [...partition.items.keys()].sort();
    const keyed = conditionOf(KeyConditionExpression);
    const filter = input.FilterExpression === undefined ? undefined : conditionOf(input.FilterExpression);
    const from = input.ExclusiveStartKey ? firstAfter(partition.sorted, String(input.ExclusiveStartKey.sk)) : 0;
    const Items: Item[] = [];
    let looked = 0;
    for (let at = from; at < partition.sorted.length; at++) {
      const item = partition.items.get(partition.sorted[at]!)!;
      if (!keyed(item, input)) continue;
      if (looked === Limit) return { Items, LastEvaluatedKey: { pk: item.pk, sk: partition.sorted[at - 1] } };
      looked++;
      if (!filter || filter(item, input)) Items.push({ ...item });
    }
    return { Items };
  }
}

interface Partition {
  readonly items: Map<string, Item>;
  sorted?: string[] | undefined;
}

interface Write {
  Put?: PutCommand['input'];
  Update?: UpdateCommand['input'];
}

const partOf = (of: Write) => of.Put ?? of.Update!;

const withoutUndefined = (item: Item): Item =>
  Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));

function firstAfter(sorted: readonly string[], sk: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= sk) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** As it comes with a condition that did not hold: the document client leaves it as the service gave it. */
export const marshalled = (item: Item): Record<string, AttributeValue> =>
  Object.fromEntries(Object.entries(item).map(([name, value]) => [name, attributeOf(value)]));

function attributeOf(value: unknown): AttributeValue {
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value instanceof Set) {
    const all = [...value].map(String);
    return typeof [...value][0] === 'string' ? { SS: all } : { NS: all };
  }
  if (Array.isArray(value)) return { L: value.map(attributeOf) };
  return { M: marshalled(value as Item) };
}
