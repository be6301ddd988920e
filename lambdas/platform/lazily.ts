/** Built on first use, kept for the life of the process: nothing is paid for at import. */
export function lazily<T>(build: () => T): () => T {
  let built: { value: T } | undefined;
  return () => (built ??= { value: build() }).value;
}

/** The same for what takes time; a failure is not kept. */
export function lazilyAsync<T>(build: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | undefined;
  return () => {
    pending ??= build().catch((cause: unknown) => {
      pending = undefined;
      throw cause;
    });
    return pending;
  };
}
