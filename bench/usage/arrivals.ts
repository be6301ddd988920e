export interface Arriving {
  readonly atMs: number;
}

export interface Gathering {
  /** The most that come together. */
  readonly size: number;
  /** How long the first of them waits for others. */
  readonly windowMs: number;
}

/** Without a window whoever asks a queue takes what is there: what came while it asked, which takes about this long. */
const askingMs = 20;

/**
 * As Lambda gathers what arrives, with several that gather side by side: each begins with the first that it gets, and hands on when it is
 * full or its window is over.
 */
export function gatheredBy<T extends Arriving>(
  arriving: readonly T[],
  { size, windowMs }: Gathering,
  side: (each: T, index: number) => number,
): { readonly atMs: number; readonly all: T[] }[] {
  const done: { atMs: number; all: T[] }[] = [];
  const open = new Map<number, { until: number; all: T[] }>();
  const close = (at: number, atMs: number): void => {
    const found = open.get(at);
    if (found) done.push({ atMs, all: found.all });
    open.delete(at);
  };
  for (const [index, each] of arriving.toSorted((one, other) => one.atMs - other.atMs).entries()) {
    const at = side(each, index);
    const found = open.get(at);
    if (found && found.until <= each.atMs) close(at, found.until);
    const gathering = open.get(at) ?? { until: each.atMs + Math.max(windowMs, askingMs), all: [] };
    gathering.all.push(each);
    open.set(at, gathering);
    if (gathering.all.length === size) close(at, each.atMs);
  }
  for (const [at, { until }] of open) close(at, until);
  return done.toSorted((one, other) => one.atMs - other.atMs);
}
