import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

export interface UploadTo {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Posts a file as a browser would, without ever holding it whole.
 * @param told how many bytes are on their way, of how many
 * @throws with what the bucket said, when it does not take it
 */
export async function upload(
  file: string,
  { url, fields }: UploadTo,
  told: (bytes: number, of: number) => void,
): Promise<void> {
  const { size } = await stat(file);
  const boundary = `assent-${randomBytes(12).toString('hex')}`;
  const before = Object.entries(fields).map(([name, value]) => part(boundary, `name="${name}"`, value));
  // S3 takes no field after the file.
  const head = `${before.join('')}${part(boundary, `name="file"; filename="${path.basename(file).replaceAll('"', '')}"`)}`;
  const tail = `\r\n--${boundary}--\r\n`;
  const request = (url.startsWith('https:') ? requestHttps : requestHttp)(url, {
    method: 'POST',
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': Buffer.byteLength(head) + size + Buffer.byteLength(tail),
    },
  });
  const answered = new Promise<{ status: number; said: string }>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      text(response).then((said) => resolve({ status: response.statusCode ?? 0, said }), reject);
    });
  });
  const sent = pipeline(bodyOf(file, size, head, tail, told), request);
  // The bucket may say no before it has read all: what it says is worth more than the broken pipe.
  const [answer, broken] = await Promise.allSettled([answered, sent]);
  if (answer.status === 'rejected') throw answer.reason;
  if (answer.value.status >= 300)
    throw new Error(
      `the file was not taken: ${/<Message>([^<]*)/.exec(answer.value.said)?.[1] ?? answer.value.status}`,
    );
  if (broken.status === 'rejected') throw broken.reason;
}

const part = (boundary: string, disposition: string, value?: string): string =>
  `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${value === undefined ? '' : `${value}\r\n`}`;

async function* bodyOf(
  file: string,
  size: number,
  head: string,
  tail: string,
  told: (bytes: number, of: number) => void,
): AsyncGenerator<Buffer> {
  yield Buffer.from(head);
  let sent = 0;
  for await (const chunk of createReadStream(file)) {
    const bytes = Buffer.from(chunk);
    yield bytes;
    sent += bytes.length;
    told(sent, size);
  }
  yield Buffer.from(tail);
}
