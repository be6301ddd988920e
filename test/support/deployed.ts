import { functionNamed, invoke } from './invoke.ts';
import { tableNamed } from './stored.ts';
import type { TableName } from './stored.ts';

/** Runs a function of the local cloud as its schedule would, and waits for its end. @param name as in lib/service.ts */
export const runJob = async (name: string): Promise<unknown> => invoke(await functionNamed(name.replaceAll('-', '')));

/** Lets a store work on the tables that are deployed. */
export async function deployedTables(...definitions: { name: TableName; environment: string }[]): Promise<void> {
  for (const { name, environment } of definitions) process.env[environment] = await tableNamed(name);
}
