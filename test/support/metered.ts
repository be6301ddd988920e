import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Db } from '#lambdas/platform/db.ts';
import type { MemoryTables } from './memory-table.ts';

type Item = Record<string, unknown>;

export interface Units {
  readonly calls: number;
  readonly reads: number;
  readonly writes: number;
}

interface Options {
  /** False where only the writes are to be heard of. @default true */
  readonly weigh?: boolean;
  /** Hears of each item as a write left it, as the table's stream does. */
  readonly wrote?: (table: string, item: Item) => void;
}

interface Write {
  readonly Put?: PutCommand['input'];
  readonly Update?: UpdateCommand['input'];
}

/**
 * Tables in memory that say what DynamoDB would charge: a write is paid by the kilobyte of the larger of the item before and after, twice
 * in a transaction, and also when its condition does not hold; a read by four kilobytes, half where it need not be consistent.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function metered(tables: MemoryTables, { weigh = true, wrote = () => undefined }: Options = {}) {
  const used = { calls: 0, reads: 0, writes: 0 };
  const weightOf = (item: Item | undefined): number => (weigh ? bytesOf(item) : 0);
  const now = async (of: Write): Promise<Item | undefined> => {
    const { TableName } = of.Put ?? of.Update ?? {};
    const { pk, sk }: Item = of.Put?.Item ?? of.Update?.Key ?? {};
    const { Item: found } = (await tables.send(new GetCommand({ TableName, Key: { pk, sk } }))) as { Item?: Item };
    return found;
  };
  const write = async (command: object, parts: readonly Write[], times: number): Promise<unknown> => {
    const before = await Promise.all(parts.map(now));
    try {
      const answer = await tables.send(command);
      const after = await Promise.all(parts.map(now));
      parts.forEach((part, at) => {
        used.writes += times * kilobytes(Math.max(weightOf(before[at]), weightOf(after[at])));
        wrote((part.Put ?? part.Update)?.TableName ?? '', after[at] ?? {});
      });
      return answer;
    } catch (error) {
      for (const item of before) used.writes += times * kilobytes(weightOf(item));
      throw error;
    }
  };
  const read = (items: readonly (Item | undefined)[], consistent = false): void => {
    const bytes = items.reduce((sum, item) => sum + weightOf(item), 0);
    used.reads += Math.max(1, Math.ceil(bytes / 4_096)) * (consistent ? 1 : 0.5);
  };
  async function send(command: object): Promise<unknown> {
    used.calls++;
    if (command instanceof PutCommand) return write(command, [{ Put: command.input }], 1);
    if (command instanceof UpdateCommand) return write(command, [{ Update: command.input }], 1);
    if (command instanceof TransactWriteCommand) return write(command, command.input.TransactItems ?? [], 2);
    const answer = (await tables.send(command)) as {
      Item?: Item;
      Items?: Item[];
      Responses?: Record<string, Item[]>;
    };
    if (command instanceof GetCommand) read([answer.Item], command.input.ConsistentRead);
    if (command instanceof QueryCommand) read(answer.Items ?? [], command.input.ConsistentRead);
    if (command instanceof BatchGetCommand)
      for (const [table, { Keys = [], ConsistentRead }] of Object.entries(command.input.RequestItems ?? {})) {
        const found = answer.Responses?.[table] ?? [];
        // What is not there costs as much as what is small.
        for (let at = 0; at < Keys.length; at++) read([found[at]], ConsistentRead);
      }
    return answer;
  }
  return {
    db: { send } as unknown as Db,
    used: (): Units => ({ ...used }),
  };
}

/** What takes its time, by the SDK's name of the call. */
export const slowed = (db: Db, pause: (command: string) => Promise<void>): Db => {
  const send = async (command: object): Promise<unknown> => {
    await pause(command.constructor.name);
    return db.send(command as never);
  };
  return { send } as unknown as Db;
};

const kilobytes = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1_024));

/** Names and values: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
export const bytesOf = (item: Item | undefined): number =>
  Object.entries(item ?? {}).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);

function valueBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'number') return Math.ceil(String(Math.abs(value)).length / 2) + 1 + (value < 0 ? 1 : 0);
  if (value instanceof Set) return [...value].reduce<number>((sum, each) => sum + valueBytes(each), 0);
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + 1 + valueBytes(each), 3);
  if (typeof value === 'object' && value !== null) return 3 + Object.keys(value).length + bytesOf(value as Item);
  return value === undefined ? 0 : 1;
}
