import { Logger } from '@aws-lambda-powertools/logger';
import { lazily } from './lazily.ts';

/** Ids, codes and numbers only: what is not in this shape cannot be logged by accident. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  info(message: string, fields?: LogFields): void;
  /** `cause` is written with its name and stack; its message only when it is a fault of ours, never input. */
  error(message: string, fields: LogFields, cause: unknown): void;
}

const powertools = lazily(() => new Logger({ serviceName: 'assent' }));

export const jsonLog: Log = {
  info: (message, fields = {}) => powertools().info(message, { ...fields }),
  error: (message, fields, cause) => powertools().error(message, { ...fields, cause: describe(cause) }),
};

/** Messages may quote what a person typed (an address in a validation error of the SDK), so addresses are blotted out. */
export function describe(cause: unknown): Record<string, string> {
  if (!(cause instanceof Error)) return { name: typeof cause };
  return { name: cause.name, message: withoutAddresses(cause.message), stack: withoutAddresses(cause.stack ?? '') };
}

// A path like node_modules/@scope is none: what stands before the @ is empty there.
const addressLike = /[^\s"'<>()[\],;:/]+@[^\s"'<>()[\],;:/]+/g;
const withoutAddresses = (text: string): string => text.replaceAll(addressLike, '[address]').slice(0, 4_000);
