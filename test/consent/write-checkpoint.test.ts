import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '#contract/consent.ts';
import { sha256Of, sha256OfJson } from '#lambdas/platform/canonical-json.ts';
import type { CheckpointStore } from '#lambdas/consent/checkpoint-store.ts';
import type { Leaf } from '#lambdas/consent/rules/merkle.ts';
import { standsUnder } from '#lambdas/consent/rules/merkle.ts';
import { findLeaf } from '#lambdas/consent/rules/tree-file.ts';
import type { TreeFile } from '#lambdas/consent/rules/tree-file.ts';
import { writeCheckpoint } from '#lambdas/consent/write-checkpoint.ts';
import { id } from '#test/support/people.ts';

const headsOf = (count: number): Leaf[] =>
  Array.from({ length: count }, (_, index) => ({ contactId: id(), seq: 2, hash: sha256Of(`${index}`) }));

/** A bucket that keeps what came first, and the heads of a table. */
function setup(heads: Leaf[] = headsOf(9)) {
  const kept = new Map<string, Checkpoint>();
  const trees = new Map<string, TreeFile>();
  let now = '2026-11-24T02:17:00.000Z';
  let scans = 0;
  const checkpoints: CheckpointStore = {
    newest: () => Promise.resolve([...kept.values()].sort((one, other) => (one.day < other.day ? -1 : 1)).at(-1)),
    keep: (checkpoint, tree) => {
      if (kept.has(checkpoint.day)) return Promise.resolve(false);
      kept.set(checkpoint.day, checkpoint);
      trees.set(checkpoint.root, tree);
      return Promise.resolve(true);
    },
    treeOf:
      ({ root }) =>
      (start, length) =>
        Promise.resolve(trees.get(root)!.bytes.subarray(start, start + length)),
  };
  const app = {
    clock: { now: () => now },
    log: { info: () => {}, error: () => {} },
    heads: {
      each: (see: (head: Leaf) => void) => {
        scans++;
        heads.forEach(see);
        return Promise.resolve();
      },
    },
    checkpoints,
  };
  return {
    heads,
    kept,
    checkpoints,
    scans: () => scans,
    on: (at: string) => {
      now = at;
      return writeCheckpoint(app);
    },
  };
}

describe('the daily checkpoint', () => {
  it('witnesses the newest event of every chain', async () => {
    const { on, heads, checkpoints } = setup();
    const written = await on('2026-11-24T02:17:00.000Z');
    expect(written).toMatchObject({ day: '2026-11-24', size: 9 });
    for (const head of heads) {
      const found = (await findLeaf(checkpoints.treeOf(written), written.size, head.contactId))!;
      expect(standsUnder(written.root, head, { ...found, size: written.size })).toBe(true);
    }
  });

  it('is bound to the one before it, even when days were missed', async () => {
    const { on } = setup();
    const first = await on('2026-11-24T02:17:00.000Z');
    expect(first.previous).toBeUndefined();
    const next = await on('2026-11-27T02:17:00.000Z');
    expect(next.previous).toEqual({ day: '2026-11-24', sha256: sha256OfJson(first) });
  });

  it('is written once a day: later runs read nothing and change nothing', async () => {
    const { on, heads, scans } = setup();
    const first = await on('2026-11-24T02:17:00.000Z');
    heads.push(...headsOf(3));
    expect(await on('2026-11-24T23:59:59.000Z')).toEqual(first);
    expect(scans()).toBe(1);
  });

  it('is the one of who was first, when two run at once', async () => {
    const { on, kept } = setup();
    const [one, other] = await Promise.all([on('2026-11-24T02:17:00.000Z'), on('2026-11-24T02:17:00.001Z')]);
    expect(one).toEqual(other);
    expect(kept.size).toBe(1);
  });

  it('is written when nobody ever signed up, too', async () => {
    expect(await setup([]).on('2026-11-24T02:17:00.000Z')).toMatchObject({ size: 0 });
  });
});
