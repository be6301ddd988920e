import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  NoSuchUpload,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { lazily } from '#lambdas/platform/lazily.ts';

export interface ExportFile {
  readonly clientId: string;
  readonly exportId: string;
}

/** Files that are written a part at a time, over as many runs as it takes; S3 shows one only when it is whole. */
export interface ExportFiles {
  /** @returns the id of the upload */
  begin(file: ExportFile): Promise<string>;
  /** @param number from 1. @returns the part's ETag */
  part(file: ExportFile, uploadId: string, number: number, body: string): Promise<string>;
  /** @throws when a part is not the one that `parts` names */
  complete(file: ExportFile, uploadId: string, parts: readonly string[]): Promise<void>;
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
      const { ETag } = await client().send(new UploadPartCommand({ ...at(file), UploadId, PartNumber, Body }));
      if (!ETag) throw new Error('S3 took a part and gave no tag');
      return ETag;
    },
    async complete(file, UploadId, parts) {
      const Parts = parts.map((ETag, index) => ({ ETag, PartNumber: index + 1 }));
      try {
        await client().send(new CompleteMultipartUploadCommand({ ...at(file), UploadId, MultipartUpload: { Parts } }));
      } catch (error) {
        // S3 forgets an upload when it is whole, or after a day, when nobody asks for it any more: it was completed before.
        if (!(error instanceof NoSuchUpload)) throw error;
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
