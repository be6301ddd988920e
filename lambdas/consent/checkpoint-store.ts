import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { checkpoint } from '#contract/consent.ts';
import type { Checkpoint } from '#contract/consent.ts';
import { canonicalJson } from '#lambdas/platform/canonical-json.ts';
import { day as dayMs, later } from '#lambdas/platform/clock.ts';
import { setting } from '#lambdas/platform/environment.ts';
import { checkpointKey, checkpointPrefix, checkpointsBucket, treeKey } from '#lambdas/platform/keys/checkpoints.ts';
import { lazily } from '#lambdas/platform/lazily.ts';
import type { ReadRange, TreeFile } from './rules/tree-file.ts';

export interface CheckpointStore {
  /** @param now where to begin to look */
  newest(now: string): Promise<Checkpoint | undefined>;
  /** Once a day: who comes second changes nothing. @returns whether it was kept */
  keep(kept: Checkpoint, tree: TreeFile): Promise<boolean>;
  treeOf(kept: Checkpoint): ReadRange;
}

const client = lazily(() => new S3Client({ maxAttempts: 5 }));
const bucket = (): string => setting(checkpointsBucket.environment);

/** How long objects are locked says the bucket: no call may say otherwise. */
export const checkpointStore = (): CheckpointStore => ({
  async newest(now) {
    const recently = checkpointKey(later(now, -40 * dayMs).slice(0, 10));
    const key = (await lastKey(recently)) ?? (await lastKey());
    if (key === undefined) return undefined;
    const { Body } = await client().send(new GetObjectCommand({ Bucket: bucket(), Key: key }));
    return checkpoint().parse(JSON.parse((await Body?.transformToString()) ?? ''));
  },

  async keep(kept, { bytes }) {
    // The tree first: a checkpoint that stands has one.
    await putOnce(treeKey(kept.day, kept.root), bytes, 'application/octet-stream');
    return putOnce(checkpointKey(kept.day), canonicalJson(kept), 'application/json');
  },

  treeOf:
    ({ day, root }) =>
    async (start, length) => {
      const Range = `bytes=${start}-${start + length - 1}`;
      const { Body } = await client().send(new GetObjectCommand({ Bucket: bucket(), Key: treeKey(day, root), Range }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    },
});

/** Days sort as they come. */
async function lastKey(startAfter?: string): Promise<string | undefined> {
  let last: string | undefined;
  let ContinuationToken: string | undefined;
  do {
    const listed = await client().send(
      new ListObjectsV2Command({
        Bucket: bucket(),
        Prefix: checkpointPrefix,
        StartAfter: startAfter,
        ContinuationToken,
      }),
    );
    last = listed.Contents?.at(-1)?.Key ?? last;
    ContinuationToken = listed.NextContinuationToken;
  } while (ContinuationToken);
  return last;
}

async function putOnce(Key: string, Body: Buffer | string, ContentType: string): Promise<boolean> {
  try {
    await client().send(new PutObjectCommand({ Bucket: bucket(), Key, Body, ContentType, IfNoneMatch: '*' }));
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412) return false;
    throw error;
  }
}
