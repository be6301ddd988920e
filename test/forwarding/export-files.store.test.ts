import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportFiles } from '#lambdas/forwarding/export-files.ts';
import { id } from '#test/support/people.ts';
import { running } from '#test/support/running.ts';

const Bucket = `exports-${randomBytes(4).toString('hex')}`;
const files = exportFiles(() => Bucket);
const keys: string[] = [];
const newFile = () => {
  const file = { clientId: id(), exportId: id() };
  keys.push(`${file.clientId}/${file.exportId}.csv`);
  return file;
};

let s3: S3Client;
beforeAll(async () => {
  running();
  s3 = new S3Client({});
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  for (const Key of keys) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
  await s3.send(new DeleteBucketCommand({ Bucket }));
});

const large = 'x'.repeat(5 * 1024 * 1024);

describe('a file of parts', () => {
  it('is there when it is whole, with as many parts and as long as was written, and takes nothing more', async () => {
    const file = newFile();
    const uploadId = await files.begin(file);
    const tags = [await files.part(file, uploadId, 1, large), await files.part(file, uploadId, 2, 'Zoë\r\n')];
    expect(await files.whole(file)).toBeUndefined();
    expect(await files.complete(file, uploadId, tags as string[])).toBe(true);
    expect(await files.whole(file)).toEqual({ parts: 2, bytes: large.length + 6 });
    expect(await files.part(file, uploadId, 3, 'more')).toBeUndefined();
  });

  it('is not there when its upload was dropped, and takes nothing more', async () => {
    const file = newFile();
    const uploadId = await files.begin(file);
    const tag = await files.part(file, uploadId, 1, 'a part');
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: keys.at(-1), UploadId: uploadId }));
    expect(await files.part(file, uploadId, 2, 'more')).toBeUndefined();
    expect(await files.complete(file, uploadId, [tag!])).toBe(false);
    expect(await files.whole(file)).toBeUndefined();
  });
});
