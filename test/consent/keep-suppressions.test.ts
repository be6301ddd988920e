import { describe, expect, it } from 'vitest';
import { later, minute } from '#lambdas/platform/clock.ts';
import { ephemeralTable } from '#lambdas/platform/keys/ephemeral.ts';
import { keepSuppressions } from '#lambdas/consent/keep-suppressions.ts';
import type { KeepSuppressionsApp, ListedPage } from '#lambdas/consent/keep-suppressions.ts';
import { suppressionMark } from '#lambdas/consent/suppression-mark.ts';
import { MemoryTables } from '#test/support/memory-table.ts';

const begun = '2026-11-24T03:00:00.000Z';

/** SES with so many pages; a request takes `takesMs`. */
function setup(pages: readonly (readonly string[])[], { takesMs = 100, forgets = false } = {}) {
  process.env[ephemeralTable.environment] = ephemeralTable.name;
  const asked: unknown[] = [];
  const suppressed = new Set<string>();
  const pauses: number[] = [];
  let now = begun;
  const app: KeepSuppressionsApp = {
    clock: { now: () => now },
    log: { info: () => {}, error: () => {} },
    keys: () => Promise.resolve({ mailbox: (address) => `hash of ${address}` }),
    standings: { suppressMailbox: (hash) => Promise.resolve(void suppressed.add(hash)) },
    mark: suppressionMark(new MemoryTables().client),
    listed: ({ since, pageToken }): Promise<ListedPage | undefined> => {
      asked.push({ since, pageToken });
      now = later(now, takesMs);
      if (forgets && pageToken !== undefined) return Promise.resolve(undefined);
      const at = Number(pageToken ?? 0);
      return Promise.resolve({
        addresses: pages[at] ?? [],
        pageToken: at + 1 < pages.length ? String(at + 1) : undefined,
      });
    },
    pause: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
  };
  return { app, asked, suppressed, pauses, laterOn: (ms: number) => (now = later(now, ms)) };
}

describe('what SES suppresses for the account', () => {
  it('is not written to here either, at one request a second; the next night asks for what is new', async () => {
    const { app, asked, suppressed, pauses, laterOn } = setup([['Ada@Example.net', 'noor@example.net'], ['x']]);
    await keepSuppressions(app);
    expect([...suppressed]).toEqual(['hash of ada@example.net', 'hash of noor@example.net']);
    expect(pauses).toEqual([1000]);
    laterOn(24 * 60 * minute);
    await keepSuppressions(app);
    expect(asked.slice(0, 3)).toEqual([
      { since: undefined, pageToken: undefined },
      { since: undefined, pageToken: '1' },
      { since: later(begun, -60 * minute), pageToken: undefined },
    ]);
  });

  it('goes on the next night where it stopped, and then from when the list was begun', async () => {
    const { app, asked, suppressed } = setup([['a@example.net'], ['b@example.net']], { takesMs: 13 * minute });
    await keepSuppressions(app);
    expect(suppressed.size).toBe(1);
    await keepSuppressions(app);
    await keepSuppressions(app);
    expect(suppressed.size).toBe(2);
    expect(asked.slice(1, 3)).toEqual([
      { since: undefined, pageToken: '1' },
      { since: later(begun, -60 * minute), pageToken: undefined },
    ]);
  });

  it('is read again from the beginning when SES has forgotten the place, which is told', async () => {
    const { app, asked } = setup([['a@example.net'], ['b@example.net']], { forgets: true });
    await expect(keepSuppressions(app)).rejects.toThrow('begins the list again');
    await expect(keepSuppressions(app)).rejects.toThrow('begins the list again');
    expect(asked[2]).toEqual({ since: undefined, pageToken: undefined });
  });
});
