import {
  GetObjectCommand,
  HeadObjectCommand,
  NotFound,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { lazily } from '#lambdas/platform/lazily.ts';

/** Bytes of a file that is taken. */
export const largestFile = 500 * 1024 * 1024;
const uploadSeconds = 60 * 60;

export interface ImportRef {
  readonly clientId: string;
  readonly importId: string;
}

/** The file that was posted, the same in UTF-8, and those of refused rows. All of them go after a day. */
export interface ImportFiles {
  /** Where a browser or curl may post one file to, for an hour. */
  upload(of: ImportRef): Promise<{ url: string; fields: Record<string, string> }>;
  /** @returns undefined when nothing was posted, or it is gone */
  posted(of: ImportRef): Promise<{ etag: string; size: number } | undefined>;
  /** @param etag what it must still be. @returns undefined when it is gone, or another was posted */
  read(
    of: ImportRef,
    which: 'posted' | 'utf8',
    from: number,
    bytes: number,
    etag?: string,
  ): Promise<Buffer | undefined>;
  /** Rows that a turn refused; a turn that is done again writes the same. */
  keepRefused(of: ImportRef, turn: number, csv: string): Promise<void>;
  refused(of: ImportRef, turn: number): Promise<string>;
}

export function importFiles(bucket: () => string): ImportFiles {
  const client = lazily(() => new S3Client({}));
  const posted = ({ clientId, importId }: ImportRef) => `${clientId}/${importId}/posted.csv`;
  const refusedKey = ({ clientId, importId }: ImportRef, turn: number) => `${clientId}/${importId}/refused/${turn}.csv`;
  return {
    upload: (of) =>
      createPresignedPost(client(), {
        Bucket: bucket(),
        Key: posted(of),
        Conditions: [['content-length-range', 1, largestFile]],
        Expires: uploadSeconds,
      }),

    async posted(of) {
      try {
        const head = await client().send(new HeadObjectCommand({ Bucket: bucket(), Key: posted(of) }));
        return { etag: head.ETag ?? '', size: head.ContentLength ?? 0 };
      } catch (error) {
        if (error instanceof NotFound) return undefined;
        throw error;
      }
    },

    async read(of, which, from, bytes, etag) {
      const Key = which === 'posted' ? posted(of) : utf8KeyOf(of);
      try {
        const Range = `bytes=${from}-${from + bytes - 1}`;
        const { Body } = await client().send(new GetObjectCommand({ Bucket: bucket(), Key, Range, IfMatch: etag }));
        return Buffer.from((await Body?.transformToByteArray()) ?? []);
      } catch (error) {
        const gone = error instanceof S3ServiceException && ['NoSuchKey', 'PreconditionFailed'].includes(error.name);
        if (gone) return undefined;
        throw error;
      }
    },

    // Without a condition: what a turn refuses is the same whenever it is done.
    async keepRefused(of, turn, Body) {
      await client().send(new PutObjectCommand({ Bucket: bucket(), Key: refusedKey(of, turn), Body }));
    },

    async refused(of, turn) {
      const { Body } = await client().send(new GetObjectCommand({ Bucket: bucket(), Key: refusedKey(of, turn) }));
      return (await Body?.transformToString()) ?? '';
    },
  };
}

/** Files that are written in parts, by the name that lambdas/forwarding/export-files.ts gives them. */
export const utf8Of = ({ clientId, importId }: ImportRef) => ({ clientId, exportId: `${importId}/utf8` });
export const reportOf = ({ clientId, importId }: ImportRef) => ({ clientId, exportId: `${importId}/refused` });
const utf8KeyOf = ({ clientId, importId }: ImportRef): string => `${clientId}/${importId}/utf8.csv`;
