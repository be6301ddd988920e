import type { createImport, getImport, getImportReport, listImports } from '#contract/contacts.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { timedId } from '#lambdas/platform/ids.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ContactsApp } from './contacts-app.ts';
import { reportOf } from './import-files.ts';
import type { ImportsStore, KeptImport } from './imports-store.ts';
import { noSignals } from './rules/suspicion.ts';
import { shownImport } from './shown-import.ts';

/** Nothing is taken in yet: it is where to post the file to. */
export const create: Run<typeof createImport, ContactsApp> = async ({ params: { clientId }, body, caller }, app) => {
  const { listId, fileName } = body;
  if (!(await app.directory.list(clientId, listId))) throw notFound('list');
  const importId = timedId(app.clock.now(), app.ids);
  const audit = audited(app, caller(), clientId, 'import.created', importId);
  const { at } = audit.stamp;
  const added: KeptImport = {
    ...{ v: 1, importId, clientId, listId, fileName, status: 'uploading', counts: noCounts, warnings: [] },
    ...{ createdBy: caller().userName, createdAt: at, signals: noSignals, touchedAt: at },
  };
  await app.imports.add(added, audit);
  const upload = await app.files.upload(added);
  return reply({ import: shownImport(added, at), upload });
};

const noCounts = { rows: 0, added: 0, updated: 0, notMailable: 0, suppressed: 0, duplicates: 0, refused: 0 };

export const show: Run<typeof getImport, ContactsApp> = async ({ params }, app) =>
  reply(shownImport(await known(app.imports, params), app.clock.now()));

export const page: Run<typeof listImports, ContactsApp> = async ({ params, query }, app) => {
  const { items, nextPageToken } = await app.imports.page(params.clientId, query);
  const now = app.clock.now();
  return reply({ items: items.map((each) => shownImport(each, now)), nextPageToken });
};

/** Everybody who takes people's data out is written down, the client's own users too. */
export const report: Run<typeof getImportReport, ContactsApp> = async ({ params, caller }, app) => {
  const found = await known(app.imports, params);
  if (found.reportedAt === undefined)
    throw new DomainError('wrong_state', 'there is a report once the whole file was checked');
  const { entry } = audited(app, caller(), found.clientId, 'import.report', found.importId);
  await app.audit.write(entry);
  return reply({ url: await app.reports.urlOf(reportOf(found), `refused-${found.importId}.csv`) });
};

export async function known(
  imports: Pick<ImportsStore, 'find'>,
  { clientId, importId }: { readonly clientId: string; readonly importId: string },
): Promise<KeptImport> {
  const found = await imports.find(clientId, importId);
  if (!found) throw notFound('import');
  return found;
}

export const changedMeanwhile = (): DomainError =>
  new DomainError('changed_meanwhile', 'this import was changed just now; look at it again');
