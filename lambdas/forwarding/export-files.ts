import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchUpload,
  NotFound,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { lazily } from '#lambdas/platform/lazily.ts';

export interface ExportFile {
  readonly clientId: string;
  readonly exportId: string;
}

/** What stands in the bucket once all parts have become one. */
export interface WholeFile {
  readonly parts: number;
  readonly bytes: number;
}

/** Files that are written a part at a time, over as many runs as it takes; S3 shows one only when it is whole. */
export interface ExportFiles {
  /** @returns the id of the upload */
  begin(file: ExportFile): Promise<string>;
  /** @param number from 1. @returns the part's ETag; undefined when S3 knows the upload no more: it is whole, or was dropped */
  part(file: ExportFile, uploadId: string, number: number, body: string): Promise<string | undefined>;
  /** @returns false when S3 knows the upload no more. @throws when a part is not the one that `parts` names */
  complete(file: ExportFile, uploadId: string, parts: readonly string[]): Promise<boolean>;
  /** @returns undefined when there is no file */
  whole(file: ExportFile): Promise<WholeFile | undefined>;
  /** An address that opens it for ten minutes. */
  urlOf(file: ExportFile, fileName: string): Promise<string>;
}

const urlSeconds = 10 * 60;

export function exportFiles(bucket: () => string): ExportFiles {
  const client = lazily(() => new S3Client({}));
  const at = ({ clientId, exportId }: ExportFile) => ({ Bucket: bucket(), Key: `${clientId}/${exportId}.csv` });
  return {
    async begin(file) {
      const { UploadId } = await client().send(
        new CreateMultipartUploadCommand({ ...at(file), ContentType: 'text/csv; charset=utf-8' }),
      );
      if (!UploadId) throw new Error('S3 began an upload and gave no id');
      return UploadId;
    },
    async part(file, UploadId, PartNumber, Body) {
      const part = new UploadPartCommand({ ...at(file), UploadId, PartNumber, Body });
      const sent = await unlessGone(client().send(part));
      if (sent && !sent.ETag) throw new Error('S3 took a part and gave no tag');
      return sent?.ETag;
    },
    async complete(file, UploadId, parts) {
      const Parts = parts.map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
      const whole = new CompleteMultipartUploadCommand({ ...at(file), UploadId, MultipartUpload: { Parts } });
      return (await unlessGone(client().send(whole))) !== undefined;
    },
    async whole(file) {
      try {
        const { ETag = '', ContentLength = 0 } = await client().send(new HeadObjectCommand(at(file)));
        return { parts: partsIn(ETag), bytes: ContentLength };
      } catch (error) {
        if (error instanceof NotFound) return undefined;
        throw error;
      }
    },
    urlOf: (file, fileName) =>
      getSignedUrl(
        client(),
        new GetObjectCommand({ ...at(file), ResponseContentDisposition: `attachment; filename="${fileName}"` }),
        { expiresIn: urlSeconds },
      ),
  };
}

/** S3 forgets an upload when it is whole, and when somebody or the bucket's own rule dropped it. */
async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof NoSuchUpload) return undefined;
    throw error;
  }
}

/** The tag of a file made of parts ends with how many they were. https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html */
const partsIn = (tag: string): number => Number(/-(\d+)"?$/.exec(tag)?.[1] ?? 0);
