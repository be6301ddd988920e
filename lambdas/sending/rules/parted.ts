/** What of several things went well, and why the others did not. */
export function parted<T>(results: readonly PromiseSettledResult<T>[]): {
  readonly done: readonly T[];
  readonly failures: readonly unknown[];
} {
  const done: T[] = [];
  const failures: unknown[] = [];
  for (const each of results)
    if (each.status === 'fulfilled') done.push(each.value);
    else failures.push(each.reason);
  return { done, failures };
}
