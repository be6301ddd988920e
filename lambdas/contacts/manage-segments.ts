import type { createSegment, deleteSegment, Filter, listSegments } from '#contract/contacts.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ContactsApp } from './contacts-app.ts';
import { filterProblems } from './rules/filter-problems.ts';

export const addSegment: Run<typeof createSegment, ContactsApp> = async (
  { params: { clientId }, body, caller },
  app,
) => {
  await judgeFilter(app, clientId, body.listId, body.filter);
  const segmentId = app.ids.next();
  const audit = audited(app, caller(), clientId, 'segment.created', segmentId);
  const { at } = audit.stamp;
  const added = { ...body, segmentId, clientId, createdAt: at, updatedAt: at };
  await app.segments.add(added, audit);
  return reply(added);
};

export const segments: Run<typeof listSegments, ContactsApp> = async ({ params, query }, app) =>
  reply(await app.segments.page(params.clientId, query));

export const dropSegment: Run<typeof deleteSegment, ContactsApp> = async ({ params, caller }, app) => {
  const { clientId, segmentId } = params;
  const audit = audited(app, caller(), clientId, 'segment.deleted', segmentId);
  if (!(await app.segments.drop(clientId, segmentId, audit))) throw notFound('segment');
  return reply(undefined);
};

/** @throws DomainError when the list is not there, or the filter asks what it cannot tell */
export async function judgeFilter(app: ContactsApp, clientId: string, listId: string, filter: Filter): Promise<void> {
  if (!(await app.directory.list(clientId, listId))) throw notFound('list');
  const fields = filterProblems(filter, await app.knownFields(clientId, listId));
  if (fields.length > 0) throw new DomainError('invalid_fields', 'the filter cannot be judged', { fields });
}
