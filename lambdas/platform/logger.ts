import { optionalSetting } from './environment.ts';

/** Ids, codes and numbers only: what is not in this shape cannot be logged by accident. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  info(message: string, fields?: LogFields): void;
  /** `cause` is written with its name and stack; its message only when it is a fault of ours, never input. */
  error(message: string, fields: LogFields, cause: unknown): void;
}

export const jsonLog: Log = {
  info: (message, fields) => write('INFO', message, { ...fields }),
  error: (message, fields, cause) => write('ERROR', message, { ...fields, cause: describe(cause) }),
};

/**
 * One line of JSON, with the names that Lambda gives its own lines. Not by the console, which Lambda would wrap into a line
 * of its own: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
function write(level: 'INFO' | 'ERROR', message: string, fields: Readonly<Record<string, unknown>>): void {
  const traceId = optionalSetting('_X_AMZN_TRACE_ID');
  const line = { level, message, timestamp: new Date().toISOString(), service: 'assent', traceId, ...fields };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Messages may quote what a person typed (an address in a validation error of the SDK), so addresses are blotted out. */
export function describe(cause: unknown): Record<string, string> {
  if (!(cause instanceof Error)) return { name: typeof cause };
  return { name: cause.name, message: withoutAddresses(cause.message), stack: withoutAddresses(cause.stack ?? '') };
}

// A path like node_modules/@scope is none: what stands before the @ is empty there.
const addressLike = /[^\s"'<>()[\],;:/]+@[^\s"'<>()[\],;:/]+/g;
const withoutAddresses = (text: string): string => text.replaceAll(addressLike, '[address]').slice(0, 4_000);
