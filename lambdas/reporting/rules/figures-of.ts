import type * as z from 'zod';
import { hourCounts, linkCounts, mailProviders, outcomeCounts } from '#contract/figures.ts';
import type { Figures } from '#contract/figures.ts';
import type { Counter } from './contribution.ts';

/** The attribute of the item of who left after a campaign. */
export const unsubscribed = 'all.unsubscribed';

/** From what is kept. Attributes are `a.sent`, `google.sent`; `3.human`; of a day, `09.opened`. */
export function figuresOf(items: readonly Record<string, unknown>[]): Figures {
  const groups = new Map<string, Map<string, Record<string, number>>>();
  for (const { sk, ...attributes } of items) {
    const [, of = '', day] = String(sk).split('#');
    const group = groups.get(of) ?? new Map<string, Record<string, number>>();
    groups.set(of, group);
    for (const [name, value] of Object.entries(attributes)) {
      const dot = name.lastIndexOf('.');
      if (dot < 1 || typeof value !== 'number') continue;
      const key = day === undefined ? name.slice(0, dot) : `${day}T${name.slice(0, dot)}`;
      group.set(key, { ...group.get(key), [name.slice(dot + 1)]: value });
    }
  }
  const left = groups.get('LEFT')?.get('all')?.unsubscribed ?? 0;
  const read = <T>(of: string, schema: z.ZodType<T>, only?: readonly string[]): Record<string, T> =>
    Object.fromEntries(
      [...(groups.get(of) ?? [])]
        .filter(
          ([name, counts]) => (only?.includes(name) ?? true) && Object.values(counts).some((count) => count !== 0),
        )
        .map(([name, counts]) => [name, schema.parse(counts)] as const),
    );
  return {
    variants: read('TOTALS', outcomeCounts, ['a', 'b']),
    providers: read('TOTALS', outcomeCounts, mailProviders),
    links: read('LINKS', linkCounts),
    hours: read('HOURS', hourCounts),
    unsubscribed: left,
  };
}

/** From counters that nobody has kept. */
export function figuresIn(counters: ReadonlyMap<Counter, number>): Figures {
  const items = new Map<string, Record<string, unknown>>();
  for (const [counter, amount] of counters) {
    const [of = '', name = ''] = counter.split(' ');
    items.set(of, { ...items.get(of), sk: `FIGURES#${of}`, [name]: amount });
  }
  return figuresOf([...items.values()]);
}
