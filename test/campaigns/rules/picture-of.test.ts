import { describe, expect, it } from 'vitest';
import { pictureOf } from '#lambdas/campaigns/rules/picture-of.ts';

const bytes = (text: string) => Buffer.from(text, 'base64');
const png = bytes('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==');
const gif = bytes('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7');
const webp = bytes('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA');

/** The same picture, as wide as it says. */
function wide(width: number): Buffer {
  const made = Buffer.from(png);
  made.writeUInt32BE(width, 16);
  return made;
}

describe('a picture', () => {
  it.each([
    ['png', png, 'image/png'],
    ['gif', gif, 'image/gif'],
    ['webp', webp, 'image/webp'],
  ])('is a %s by its bytes', (extension, data, contentType) => {
    expect(pictureOf(data)).toEqual({ ok: true, extension, shape: { contentType, width: 1, height: 1 } });
  });

  it.each<[string, Buffer]>([
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')],
    ['an SVG behind a declaration', Buffer.from('<?xml version="1.0"?><svg width="1" height="1"><script/></svg>')],
    ['a page', Buffer.from('<!doctype html><img src=x onerror=alert(1)>')],
    ['a BMP', Buffer.from(`BM${'\0'.repeat(60)}`)],
    ['nothing', Buffer.alloc(0)],
    ['a PNG that ends too early', png.subarray(0, 12)],
    ['a GIF that ends too early', gif.subarray(0, 5)],
  ])('is not %s', (_, data) => {
    expect(pictureOf(data)).toEqual({ ok: false, problem: 'is not a PNG, JPEG, GIF or WebP picture' });
  });

  it('has at most two megabytes and six thousand pixels a side', () => {
    expect(pictureOf(Buffer.concat([png, Buffer.alloc(2_000_000)]))).toMatchObject({ ok: false });
    expect(pictureOf(wide(6_000))).toMatchObject({ ok: true });
    expect(pictureOf(wide(6_001))).toEqual({ ok: false, problem: 'is 6001 × 1 pixels, at most 6000 a side' });
    expect(pictureOf(wide(0))).toMatchObject({ ok: false });
  });
});
