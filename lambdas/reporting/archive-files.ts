import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import type { S3Client } from '@aws-sdk/client-s3';
import { gunzipSync } from 'node:zlib';
import { archivedOutcome } from '#contract/archive.ts';
import type { ArchivedOutcome } from '#contract/archive.ts';
import { dayIn, outcomesOf, outcomesPrefix } from '#lambdas/platform/keys/archive.ts';

export interface ArchiveFiles {
  /** Of which there is anything, in order. */
  days(): Promise<string[]>;
  /** @throws when a line is not as any version of this writes them */
  linesOf(day: string, clientId: string): AsyncIterable<ArchivedOutcome>;
}

export const archiveFiles = (client: S3Client, Bucket: string): ArchiveFiles => ({
  async days() {
    const days: string[] = [];
    const pages = paginateListObjectsV2({ client }, { Bucket, Prefix: outcomesPrefix, Delimiter: '/' });
    for await (const { CommonPrefixes = [] } of pages)
      days.push(...CommonPrefixes.flatMap(({ Prefix = '' }) => dayIn(Prefix) ?? []));
    return days.toSorted();
  },

  async *linesOf(day, clientId) {
    for await (const { Contents = [] } of paginateListObjectsV2(
      { client },
      { Bucket, Prefix: outcomesOf(day, clientId) },
    ))
      for (const { Key } of Contents) {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
        if (Body === undefined) throw new Error(`nothing came of ${Key}`);
        const text = gunzipSync(await Body.transformToByteArray()).toString();
        for (const line of text.split('\n').filter(Boolean)) yield archivedOutcome.parse(JSON.parse(line));
      }
  },
});
