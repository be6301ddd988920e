import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Of } from '#lambdas/platform/canonical-json.ts';
import { merkleTree, standsUnder } from '#lambdas/consent/rules/merkle.ts';
import type { Leaf } from '#lambdas/consent/rules/merkle.ts';
import { findLeaf, leafHeap } from '#lambdas/consent/rules/tree-file.ts';
import type { TreeFile } from '#lambdas/consent/rules/tree-file.ts';
import { id } from '#test/support/people.ts';

const leavesOf = (size: number, newId: () => string = id): Leaf[] =>
  Array.from({ length: size }, (_, index) => ({ contactId: newId(), seq: index + 1, hash: sha256Of(`${index}`) }));

function fileOf(leaves: readonly Leaf[]): TreeFile {
  const heap = leafHeap(1_000_000);
  for (const leaf of leaves) heap.add(leaf);
  return heap.treeFile();
}

/** A reader that counts, and never reads past the end. */
function reader({ bytes }: TreeFile) {
  const reads: number[] = [];
  const read = (start: number, length: number) => {
    if (start < 0 || length <= 0 || start + length > bytes.length) throw new RangeError(`${start} + ${length}`);
    reads.push(length);
    return Promise.resolve(bytes.subarray(start, start + length));
  };
  return { read, reads };
}

const inOrder = (leaves: readonly Leaf[]) =>
  [...leaves].sort((one, other) =>
    Buffer.from(one.contactId, 'base64url').compare(Buffer.from(other.contactId, 'base64url')),
  );

describe('a tree file', () => {
  it('has the root of the tree, for every size up to 70', () => {
    for (let size = 0; size <= 70; size++) {
      const leaves = leavesOf(size);
      expect(fileOf(leaves)).toMatchObject({ size, root: merkleTree(inOrder(leaves)).root });
    }
  });

  it('gives every leaf its place and its way to the root, and no place to others', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 300 }), fc.nat(), async (size, at) => {
        const leaves = leavesOf(size);
        const wanted = leaves[at % size]!;
        const file = fileOf(leaves);
        const { read } = reader(file);
        const found = (await findLeaf(read, size, wanted.contactId))!;
        expect(found).toMatchObject(wanted);
        expect(standsUnder(file.root, wanted, { index: found.index, size, path: found.path })).toBe(true);
        expect(await findLeaf(read, size, id())).toBeUndefined();
      }),
    );
  });

  it('is read by few and short ranges, however large', async () => {
    const leaves = leavesOf(20_000);
    const file = fileOf(leaves);
    const sorted = inOrder(leaves);
    for (const wanted of [leaves[0]!, leaves[9_999]!, sorted[0]!, sorted.at(-1)!]) {
      const { read, reads } = reader(file);
      const found = (await findLeaf(read, file.size, wanted.contactId))!;
      expect(standsUnder(file.root, wanted, { index: found.index, size: file.size, path: found.path })).toBe(true);
      expect(reads.length).toBeLessThan(24);
      expect(reads.reduce((sum, length) => sum + length, 0)).toBeLessThan(300_000);
    }
  });

  it('finds ids that lie close together, where their value tells nothing', async () => {
    const leaves = leavesOf(20_000, () => Buffer.concat([Buffer.alloc(8), randomBytes(4)]).toString('base64url'));
    const file = fileOf(leaves);
    const { read, reads } = reader(file);
    expect(await findLeaf(read, file.size, leaves[7]!.contactId)).toMatchObject(leaves[7]!);
    expect(reads.length).toBeLessThan(40);
  });

  it('says so when there are more chains than memory was measured for', () => {
    const heap = leafHeap(2);
    for (const leaf of leavesOf(2)) heap.add(leaf);
    expect(() => heap.add(leavesOf(1)[0]!)).toThrow('a checkpoint covers at most 2 chains');
  });
});
