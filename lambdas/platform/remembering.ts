import type { Clock } from './clock.ts';

/** Keeps answers for a while, at most `most` of them; what is not there is not kept. Asked `afresh`, it looks again. */
export function remembering<T>(
  find: (key: string) => Promise<T | undefined>,
  clock: Clock,
  { forMs, most }: { forMs: number; most: number },
) {
  const kept = new Map<string, { until: number; value: T }>();
  return async (key: string, afresh = false): Promise<T | undefined> => {
    const now = Date.parse(clock.now());
    const known = kept.get(key);
    if (known && known.until > now && !afresh) return known.value;
    kept.delete(key);
    const value = await find(key);
    if (value === undefined) return undefined;
    const oldest = kept.keys().next();
    if (kept.size >= most && !oldest.done) kept.delete(oldest.value);
    kept.set(key, { until: now + forMs, value });
    return value;
  };
}
