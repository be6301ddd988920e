import type { TableDefinition } from './keys/table.ts';

/** The only place that reads the environment. Names and grants are set together in lib/constructs/service-function.ts. */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new Error(`the environment lacks ${name}: was the function deployed with it`);
  return value;
}

export const optionalSetting = (name: string): string | undefined => process.env[name] || undefined;

export const tableName = (table: TableDefinition): string => setting(table.environment);
