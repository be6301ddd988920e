import type { Leaf } from './merkle.ts';
import { emptyRoot, leafHash, nodeHash, siblingOf } from './merkle.ts';

/**
 * A day's tree as one object, made to be read by ranges: leaves of 48 bytes (contact id 12, seq 4, hash 32) in the order of
 * their contact ids, then the nodes of each level above the leaves, 32 bytes each, up to the root. 80 bytes a chain.
 */
export interface TreeFile {
  readonly size: number;
  readonly root: string;
  readonly bytes: Buffer;
}

/** Takes leaves in any order. */
export interface LeafHeap {
  /** @throws RangeError beyond `most` */
  add(leaf: Leaf): void;
  treeFile(): TreeFile;
}

const leafBytes = 48;
const idBytes = 12;
const nodeBytes = 32;
const leavesPerChunk = 65_536;

/** @param most how many leaves memory was measured for */
export function leafHeap(most: number): LeafHeap {
  const chunks: Buffer[] = [];
  let size = 0;
  const leafAt = (index: number): Buffer => {
    const start = (index % leavesPerChunk) * leafBytes;
    return (chunks[Math.floor(index / leavesPerChunk)] ?? noBytes).subarray(start, start + leafBytes);
  };
  return {
    add(leaf) {
      if (size === most) throw new RangeError(`a checkpoint covers at most ${most} chains`);
      if (size % leavesPerChunk === 0) chunks.push(Buffer.allocUnsafe(leavesPerChunk * leafBytes));
      writeLeaf(leafAt(size), leaf);
      size++;
    },
    treeFile() {
      const bytes = Buffer.allocUnsafe(levelsOf(size).at(-1)?.end ?? size * leafBytes);
      inOrder(size, leafAt).forEach((from, to) => leafAt(from).copy(bytes, to * leafBytes));
      return { size, root: growNodes(bytes, size).toString('base64url'), bytes };
    },
  };
}

/** Reads `length` bytes of a tree file from `start` on. */
export type ReadRange = (start: number, length: number) => Promise<Buffer>;

export interface FoundLeaf extends Leaf {
  readonly index: number;
  readonly path: string[];
}

/** A contact's leaf and the way to the root, by a few short reads. @returns undefined when the tree has no such leaf */
export async function findLeaf(read: ReadRange, size: number, contactId: string): Promise<FoundLeaf | undefined> {
  const found = await indexOf(read, size, Buffer.from(contactId, 'base64url'));
  if (!found) return undefined;
  const above = levelsOf(size).flatMap(({ start, width }, height) => {
    const sibling = siblingOf(found.index >> (height + 1));
    return sibling < width ? [read(start + sibling * nodeBytes, nodeBytes)] : [];
  });
  const path = await Promise.all([...siblingLeaf(read, size, found.index), ...above]);
  return { ...leafIn(found.bytes), index: found.index, path: path.map((hash) => hash.toString('base64url')) };
}

/** Ids are random, so that their value tells where they are: one read nearly always, halving when it does not. */
async function indexOf(read: ReadRange, size: number, id: Buffer) {
  let [low, high] = [0, size];
  let [lowId, highId] = [0, 2 ** 48];
  for (let tries = 0; low < high; tries++) {
    const share = tries < 4 ? (leadingBits(id) - lowId) / (highId - lowId || 1) : 0.5;
    const start = Math.max(low, Math.min(low + Math.floor((high - low) * share) - window / 2, high - window));
    const end = Math.min(start + window, high);
    const bytes = await read(start * leafBytes, (end - start) * leafBytes);
    const at = firstNotBefore(bytes, id);
    if (at * leafBytes < bytes.length && compareIds(bytes.subarray(at * leafBytes), id) === 0)
      return { index: start + at, bytes: bytes.subarray(at * leafBytes, (at + 1) * leafBytes) };
    if (at === 0) [high, highId] = [start, leadingBits(bytes)];
    else if (at === end - start) [low, lowId] = [end, leadingBits(bytes.subarray(-leafBytes))];
    else return undefined;
  }
  return undefined;
}

/** Leaves in one read: 64 kB. */
const window = 1_364;

function firstNotBefore(bytes: Buffer, id: Buffer): number {
  let [low, high] = [0, bytes.length / leafBytes];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareIds(bytes.subarray(middle * leafBytes), id) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** None for the odd one at the end. */
function siblingLeaf(read: ReadRange, size: number, index: number): Promise<Buffer>[] {
  const sibling = siblingOf(index);
  return sibling < size ? [read(sibling * leafBytes, leafBytes).then((bytes) => leafHash(leafIn(bytes)))] : [];
}

function writeLeaf(into: Buffer, { contactId, seq, hash }: Leaf): void {
  const [id, head] = [Buffer.from(contactId, 'base64url'), Buffer.from(hash, 'base64url')];
  if (id.length !== idBytes || head.length !== nodeBytes) throw new Error(`the chain ${contactId} has no such head`);
  id.copy(into, 0);
  into.writeUInt32BE(seq, idBytes);
  head.copy(into, idBytes + 4);
}

const leafIn = (bytes: Buffer): Leaf => ({
  contactId: bytes.subarray(0, idBytes).toString('base64url'),
  seq: bytes.readUInt32BE(idBytes),
  hash: bytes.subarray(idBytes + 4, leafBytes).toString('base64url'),
});

interface Level {
  readonly start: number;
  readonly end: number;
  readonly width: number;
}

/** Where the nodes of each level stand; the first is that above the leaves. */
function levelsOf(size: number): Level[] {
  const levels: Level[] = [];
  let start = size * leafBytes;
  for (let width = size; width > 1;) {
    width = Math.ceil(width / 2);
    levels.push({ start, end: start + width * nodeBytes, width });
    start += width * nodeBytes;
  }
  return levels;
}

/** Writes all levels. @returns the root */
function growNodes(bytes: Buffer, size: number): Buffer {
  let below = (index: number): Buffer => leafHash(leafIn(bytes.subarray(index * leafBytes)));
  let widthBelow = size;
  for (const { start, width } of levelsOf(size)) {
    for (let index = 0; index < width; index++) {
      const left = below(2 * index);
      // The odd one at the end goes up as it is.
      const node = 2 * index + 1 < widthBelow ? nodeHash(left, below(2 * index + 1)) : left;
      node.copy(bytes, start + index * nodeBytes);
    }
    below = (index) => bytes.subarray(start + index * nodeBytes, start + (index + 1) * nodeBytes);
    widthBelow = width;
  }
  return size === 0 ? emptyRoot() : below(0);
}

/** Which leaf comes when: by the first six bytes as a number, and by the rest where these are the same. */
function inOrder(size: number, leafAt: (index: number) => Buffer): Uint32Array {
  const leading = Float64Array.from({ length: size }, (_, index) => leadingBits(leafAt(index)));
  const order = Uint32Array.from({ length: size }, (_, index) => index);
  return order.sort(
    (one, other) => (leading[one] ?? 0) - (leading[other] ?? 0) || compareIds(leafAt(one), leafAt(other)),
  );
}

const noBytes = Buffer.alloc(0);
const leadingBits = (bytes: Buffer): number => bytes.readUIntBE(0, 6);
const compareIds = (one: Buffer, other: Buffer): number => one.subarray(0, idBytes).compare(other.subarray(0, idBytes));
