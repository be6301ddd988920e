import { createHash } from 'node:crypto';
import { canonicalJson } from '#lambdas/platform/canonical-json.ts';

/** One chain's newest event, as a leaf of a day's tree. Leaves stand in the order of their contact ids, as bytes. */
export interface Leaf {
  readonly contactId: string;
  readonly seq: number;
  readonly hash: string;
}

export interface MerkleTree {
  readonly size: number;
  /** Base64url; the hash of nothing for an empty tree (RFC 6962 2.1). */
  readonly root: string;
  /** Sibling hashes from the leaf up. @throws RangeError when there is no such leaf */
  pathOf(index: number): string[];
}

/** RFC 6962 2.1: leaves and nodes are hashed apart, so that none can pass as the other. */
export function merkleTree(leaves: readonly Leaf[]): MerkleTree {
  const levels: Buffer[][] = [leaves.map(leafHash)];
  for (let level = levels[0] ?? []; level.length > 1;) {
    level = pairUp(level);
    levels.push(level);
  }
  return {
    size: leaves.length,
    root: (levels.at(-1)?.[0] ?? emptyRoot()).toString('base64url'),
    pathOf(index) {
      if (!Number.isInteger(index) || index < 0 || index >= leaves.length)
        throw new RangeError(`the tree has ${leaves.length} leaves, none at ${index}`);
      return levels.slice(0, -1).flatMap((level, height) => {
        const sibling = level[siblingOf(index >> height)];
        return sibling === undefined ? [] : [sibling.toString('base64url')];
      });
    },
  };
}

/** Whether the leaf stands at `index` of a tree of `size` leaves with this root. */
export function standsUnder(
  root: string,
  leaf: Leaf,
  place: { index: number; size: number; path: readonly string[] },
): boolean {
  const { index, size, path } = place;
  if (!Number.isInteger(index) || index < 0 || index >= size) return false;
  const siblings = [...path];
  let hash = leafHash(leaf);
  let at = index;
  for (let width = size; width > 1; width = Math.ceil(width / 2)) {
    if (siblingOf(at) < width) {
      const sibling = siblings.shift();
      if (sibling === undefined) return false;
      const other = Buffer.from(sibling, 'base64url');
      hash = at % 2 === 0 ? nodeHash(hash, other) : nodeHash(other, hash);
    }
    at >>= 1;
  }
  return siblings.length === 0 && hash.toString('base64url') === root;
}

export const emptyRoot = (): Buffer => createHash('sha256').digest();

export const siblingOf = (index: number): number => index ^ 1;

/** The odd one at the end goes up as it is: the same tree as RFC 6962's split at the largest power of two. */
function pairUp(level: readonly Buffer[]): Buffer[] {
  const above: Buffer[] = [];
  for (let index = 0; index < level.length; index += 2) {
    const left = level[index];
    const right = level[index + 1];
    if (left) above.push(right ? nodeHash(left, right) : left);
  }
  return above;
}

export const leafHash = ({ contactId, seq, hash }: Leaf): Buffer =>
  createHash('sha256').update(Buffer.of(0)).update(canonicalJson({ contactId, seq, hash })).digest();

export const nodeHash = (left: Buffer, right: Buffer): Buffer =>
  createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
