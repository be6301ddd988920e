import type * as z from 'zod';

/** What has parts: built when it is first asked for, and from then on the same. */
export type Shape<S extends z.ZodType = z.ZodType> = () => S;

export type OutputOf<S extends Shape> = z.output<ReturnType<S>>;
export type InputOf<S extends Shape> = z.input<ReturnType<S>>;

/**
 * Zod takes longer to put the shapes of a capability together than a function takes to load all of its own code, and a
 * request asks for few of them (docs/performance.md).
 */
export function shape<S extends z.ZodType>(build: () => S): Shape<S> {
  let built: S | undefined;
  return () => (built ??= build());
}
