import { imageSize } from 'image-size';
import type { PictureRecord } from '#contract/campaigns.ts';

/** docs/limits.md. */
export const pictureFileLimits = { bytes: 2_000_000, side: 6_000, pictures: 1_000 } as const;

export type LookedAt =
  | {
      readonly ok: true;
      readonly extension: string;
      readonly shape: Pick<PictureRecord, 'contentType' | 'width' | 'height'>;
    }
  | { readonly ok: false; readonly problem: string };

const types = {
  png: { contentType: 'image/png', extension: 'png' },
  jpg: { contentType: 'image/jpeg', extension: 'jpg' },
  gif: { contentType: 'image/gif', extension: 'gif' },
  webp: { contentType: 'image/webp', extension: 'webp' },
} as const;
const isKnown = (type: string | undefined): type is keyof typeof types => type !== undefined && type in types;

/** What a file is, by its own bytes: what its sender calls it counts for nothing. SVG may carry scripts, and is none of these. */
export function pictureOf(bytes: Uint8Array): LookedAt {
  if (bytes.byteLength > pictureFileLimits.bytes)
    return { ok: false, problem: `has ${bytes.byteLength} bytes, at most ${pictureFileLimits.bytes}` };
  const found = sizeOf(bytes);
  if (!found || !isKnown(found.type)) return { ok: false, problem: 'is not a PNG, JPEG, GIF or WebP picture' };
  const { width, height } = found;
  if (width < 1 || height < 1 || Math.max(width, height) > pictureFileLimits.side)
    return { ok: false, problem: `is ${width} × ${height} pixels, at most ${pictureFileLimits.side} a side` };
  const { contentType, extension } = types[found.type];
  return { ok: true, extension, shape: { contentType, width, height } };
}

function sizeOf(bytes: Uint8Array) {
  try {
    return imageSize(bytes);
  } catch {
    // It throws for whatever it cannot read, cut off or not a picture at all.
    return undefined;
  }
}
