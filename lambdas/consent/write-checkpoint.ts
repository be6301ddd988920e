import type { Checkpoint } from '#contract/consent.ts';
import { sha256OfJson } from '#lambdas/platform/canonical-json.ts';
import { systemClock } from '#lambdas/platform/clock.ts';
import type { Clock } from '#lambdas/platform/clock.ts';
import { documentClient } from '#lambdas/platform/db.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import { jsonLog } from '#lambdas/platform/logger.ts';
import type { Log } from '#lambdas/platform/logger.ts';
import { chainHeads } from './chain-heads.ts';
import type { ChainHeads } from './chain-heads.ts';
import { checkpointStore } from './checkpoint-store.ts';
import type { CheckpointStore } from './checkpoint-store.ts';
import { leafHeap } from './rules/tree-file.ts';

export interface CheckpointApp {
  readonly clock: Clock;
  readonly log: Log;
  readonly heads: ChainHeads;
  readonly checkpoints: CheckpointStore;
}

/** Memory and time of the function were measured for this many (docs/consent.md). */
export const mostChains = 4_000_000;

/**
 * A witness of the day: the root over the newest event of every chain, and the checkpoint before it. Whoever has it can
 * tell later whether a chain was changed, shortened or taken away. @returns the checkpoint of today, new or not
 */
export async function writeCheckpoint(app: CheckpointApp): Promise<Checkpoint> {
  const at = app.clock.now();
  const day = at.slice(0, 10);
  const before = await app.checkpoints.newest(at);
  if (before && before.day >= day) return before;
  const heap = leafHeap(mostChains);
  await app.heads.each((head) => heap.add(head));
  const tree = heap.treeFile();
  const written: Checkpoint = {
    schemaVersion: 1,
    day,
    at,
    size: tree.size,
    root: tree.root,
    ...(before ? { previous: { day: before.day, sha256: sha256OfJson(before) } } : {}),
  };
  const kept = await app.checkpoints.keep(written, tree);
  app.log.info('checkpoint', { day, chains: tree.size, kept });
  return kept ? written : ((await app.checkpoints.newest(at)) ?? written);
}

const checkpointApp = lazily((): CheckpointApp => ({
  clock: systemClock,
  log: jsonLog,
  heads: chainHeads(documentClient()),
  checkpoints: checkpointStore(),
}));

export const handler = (): Promise<Checkpoint> => writeCheckpoint(checkpointApp());
