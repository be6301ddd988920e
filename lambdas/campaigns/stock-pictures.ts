import { sha256Of } from '#lambdas/platform/canonical-json.ts';
import type { MailPicture } from './compile.ts';
import { svgRenderer } from './personal-picture/render-svg.ts';
import type { PictureFiles } from './picture-files.ts';
import { stock } from './stock-drawings.ts';

/**
 * Pictures that templates begin with, for every client until it has its own. Drawn when they are first asked for: they have
 * no file of their own, and the same address for everybody.
 * @returns undefined for whatever is none of them
 */
export async function stockPicture(
  pictureId: string,
  { files, publicUrl }: { readonly files: Pick<PictureFiles, 'serve'>; readonly publicUrl: () => string },
): Promise<MailPicture | undefined> {
  const drawing = stock.get(pictureId);
  if (!drawing) return undefined;
  const path = served.get(pictureId) ?? (await serve(drawing.svg, files));
  served.set(pictureId, path);
  return { url: `${publicUrl()}${path}`, width: drawing.width };
}

/** By this process: it has one bucket. */
const served = new Map<string, string>();

async function serve(svg: string, files: Pick<PictureFiles, 'serve'>): Promise<string> {
  const { png } = await svgRenderer();
  const bytes = png(svg);
  return files.serve(sha256Of(Buffer.from(bytes)), 'png', 'image/png', bytes);
}
