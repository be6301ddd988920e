import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { lazily } from '#lambdas/platform/lazily.ts';
import { mediaKey, uploadKey } from '#lambdas/platform/keys/pictures.ts';

export interface Upload {
  readonly clientId: string;
  readonly pictureId: string;
}

export interface Posted {
  readonly bytes: Uint8Array;
  /** As it was named when it was announced. */
  readonly name: string;
}

/** Bytes of pictures: posted by a browser or a command, kept for a day, and served once they were looked at. */
export interface PictureFiles {
  /** Where to post to, for ten minutes; no more than `mostBytes`. */
  uploadOf(upload: Upload, name: string, mostBytes: number): Promise<{ url: string; fields: Record<string, string> }>;
  /** @returns undefined while nothing was posted, `too_large` for what nobody will look at */
  posted(upload: Upload, mostBytes: number): Promise<Posted | 'too_large' | undefined>;
  /** @returns the path at which it is served */
  serve(sha256: string, extension: string, contentType: string, bytes: Uint8Array): Promise<string>;
}

const seconds = 10 * 60;
/** Metadata of S3 are ASCII. */
const nameHeader = 'x-amz-meta-name';

export function pictureFiles(bucket: () => string): PictureFiles {
  const client = lazily(() => new S3Client({}));
  return {
    uploadOf: (upload, name, mostBytes) =>
      createPresignedPost(client(), {
        Bucket: bucket(),
        Key: uploadKey(upload.clientId, upload.pictureId),
        Expires: seconds,
        Conditions: [['content-length-range', 1, mostBytes]],
        Fields: { [nameHeader]: encodeURIComponent(name) },
      }),

    async posted(upload, mostBytes) {
      const Key = uploadKey(upload.clientId, upload.pictureId);
      // Asked first: without leave to list, what is not there would be a refusal, and so would a lost permission.
      const { Contents = [] } = await client().send(
        new ListObjectsV2Command({ Bucket: bucket(), Prefix: Key, MaxKeys: 1 }),
      );
      const [found] = Contents;
      if (found?.Key !== Key) return undefined;
      if ((found.Size ?? 0) > mostBytes) return 'too_large';
      const { Body, Metadata } = await client().send(new GetObjectCommand({ Bucket: bucket(), Key }));
      if (!Body) throw new Error('S3 gave an object without a body');
      return { bytes: await Body.transformToByteArray(), name: decodeURIComponent(Metadata?.name ?? 'picture') };
    },

    async serve(sha256, extension, ContentType, Body) {
      const Key = mediaKey(sha256, extension);
      // Without a condition: under its hash stands the same, however often it is put.
      await client().send(
        new PutObjectCommand({
          Bucket: bucket(),
          Key,
          Body,
          ContentType,
          CacheControl: 'public, max-age=31536000, immutable',
        }),
      );
      return `/${Key}`;
    },
  };
}
