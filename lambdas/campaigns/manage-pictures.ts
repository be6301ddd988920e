import type { listPictures, PictureRecord, takePicture, uploadPicture } from '#contract/campaigns.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { sha256Of } from '#lambdas/platform/canonical-json.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ContentApp } from './content-app.ts';
import { pictureFileLimits, pictureOf } from './rules/picture-of.ts';

export const upload: Run<typeof uploadPicture, ContentApp> = async ({ params: { clientId }, body }, app) => {
  if (!(await app.directory.client(clientId))) throw notFound('client');
  const { bytes, pictures } = pictureFileLimits;
  if ((await app.pictures.countUpTo(clientId, pictures)) >= pictures)
    throw new DomainError('limit_reached', `a client may have ${pictures} pictures`);
  const pictureId = app.ids.next();
  return reply({ pictureId, upload: await app.files.uploadOf({ clientId, pictureId }, body.name, bytes) });
};

/** Looks at the bytes, whatever their name says. Taken again, it answers the same. */
export const take: Run<typeof takePicture, ContentApp> = async ({ params: { clientId, pictureId } }, app) => {
  const known = await app.pictures.find(clientId, pictureId);
  if (known) return reply(known);
  const posted = await app.files.posted({ clientId, pictureId }, pictureFileLimits.bytes);
  if (posted === undefined) throw notFound('picture');
  if (posted === 'too_large') throw refused(`has more than ${pictureFileLimits.bytes} bytes`);
  const looked = pictureOf(posted.bytes);
  if (!looked.ok) throw refused(looked.problem);
  const { bytes, name } = posted;
  const { extension, shape } = looked;
  const path = await app.files.serve(sha256Of(Buffer.from(bytes)), extension, shape.contentType, bytes);
  const added: PictureRecord = {
    pictureId,
    clientId,
    name,
    ...shape,
    bytes: bytes.byteLength,
    url: `${app.publicUrl()}${path}`,
    createdAt: app.clock.now(),
  };
  if (await app.pictures.add(added)) return reply(added);
  return reply((await app.pictures.find(clientId, pictureId)) ?? added);
};

export const list: Run<typeof listPictures, ContentApp> = async ({ params, query }, app) =>
  reply(await app.pictures.of(params.clientId, query));

const refused = (message: string): DomainError =>
  new DomainError('invalid_fields', 'the file is not a picture that can be taken', {
    fields: [{ path: 'file', message }],
  });
