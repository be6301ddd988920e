import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, sha256Of } from '#lambdas/platform/canonical-json.ts';
import { merkleTree, standsUnder } from '#lambdas/consent/rules/merkle.ts';
import type { Leaf } from '#lambdas/consent/rules/merkle.ts';

const sha = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();

/** RFC 6962 2.1, word for word: split at the largest power of two below n. */
function rfc6962(leaves: readonly Leaf[]): Buffer {
  if (leaves.length === 0) return sha(Buffer.alloc(0));
  if (leaves.length === 1) return sha(Buffer.of(0), Buffer.from(canonicalJson(leaves[0])));
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha(Buffer.of(1), rfc6962(leaves.slice(0, split)), rfc6962(leaves.slice(split)));
}

const leavesOf = (count: number): Leaf[] =>
  Array.from({ length: count }, (_, index) => ({
    contactId: `contact${index}`,
    seq: index + 1,
    hash: sha256Of(`${index}`),
  }));

describe('the tree of a day', () => {
  it('has the root of RFC 6962 for every size up to 70', () => {
    for (let size = 0; size <= 70; size++)
      expect(merkleTree(leavesOf(size)).root).toBe(rfc6962(leavesOf(size)).toString('base64url'));
  });

  it('proves every leaf of every size, and no other leaf by the same path', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), (size, at) => {
        const leaves = leavesOf(size);
        const index = at % size;
        const tree = merkleTree(leaves);
        const place = { index, size, path: tree.pathOf(index) };
        expect(standsUnder(tree.root, leaves[index]!, place)).toBe(true);
        expect(standsUnder(tree.root, { ...leaves[index]!, seq: 999 }, place)).toBe(false);
        expect(standsUnder(tree.root, leaves[index]!, { ...place, path: [...place.path, tree.root] })).toBe(false);
      }),
    );
  });
});
