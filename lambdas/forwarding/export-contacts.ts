import type { getExport, startExport } from '#contract/forwarding.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { hour, later } from '#lambdas/platform/clock.ts';
import { notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { KeptExport } from './exports-store.ts';
import type { ForwardingApp } from './forwarding-app.ts';

/** Everybody who takes a list out is written down, the client's own users too. */
export const start: Run<typeof startExport, ForwardingApp> = async ({ params: { clientId }, body, caller }, app) => {
  if (!(await app.directory.list(clientId, body.listId))) throw notFound('list');
  const audit = audited(app, caller(), clientId, 'contacts.exported', body.listId);
  const { at } = audit.stamp;
  const added = {
    exportId: app.ids.next(),
    clientId,
    listId: body.listId,
    status: 'running' as const,
    createdAt: at,
    touchedAt: at,
  };
  await app.exports.add(added, audit);
  await app.exportQueue().send({ clientId, exportId: added.exportId });
  const { exportId, listId, status, createdAt } = added;
  return reply({ exportId, listId, status, createdAt });
};

/** A worker tries five times, half an hour apart; what has not moved for longer will not any more. */
const stuckAfterMs = 3 * hour;

export const show: Run<typeof getExport, ForwardingApp> = async ({ params }, app) => {
  const found = await app.exports.find(params.clientId, params.exportId);
  const now = app.clock.now();
  // The table forgets it a while after its time; the file may be gone before.
  if (!found || found.expiresAt * 1000 < Date.parse(now)) throw notFound('export');
  const { exportId, listId, rows, createdAt } = found;
  const stuck = found.status === 'running' && later(found.touchedAt, stuckAfterMs) < now;
  const status = stuck ? ('failed' as const) : found.status;
  const url = status === 'ready' ? await app.files.urlOf(found, fileNameOf(found)) : undefined;
  const because = stuck ? 'nothing was written for three hours; start another export' : found.because;
  return reply({ exportId, listId, status, rows, because, createdAt, url });
};

const fileNameOf = ({ listId, createdAt }: KeptExport): string => `contacts-${listId}-${createdAt.slice(0, 10)}.csv`;
