import type { InlinePicture } from '#lambdas/platform/mail-transport.ts';

/** For a page: a browser knows no `cid:`. */
export const withInlinePictures = (html: string, pictures: readonly InlinePicture[]): string =>
  pictures.reduce(
    (shown, { contentId, contentType, data }) =>
      shown.replaceAll(
        `src="cid:${contentId}"`,
        () => `src="data:${contentType};base64,${Buffer.from(data).toString('base64')}"`,
      ),
    html,
  );
