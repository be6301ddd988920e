import type { FieldDefinition, ImportSettings, startImport } from '#contract/contacts.ts';
import type { FieldProblem } from '#contract/errors.ts';
import type { Run } from '#lambdas/platform/api.ts';
import { audited } from '#lambdas/platform/audit.ts';
import { sha256OfJson } from '#lambdas/platform/canonical-json.ts';
import { DomainError, notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import type { ContactsApp } from './contacts-app.ts';
import { beginningOf, markOf } from './imports-store.ts';
import type { KeptImport } from './imports-store.ts';
import { changedMeanwhile, known } from './manage-imports.ts';
import { importNotice } from './rules/import-notice.ts';
import { settingsProblems } from './rules/settings-problems.ts';
import { shownImport } from './shown-import.ts';

/** From here on every row is looked at, and what its user attests is kept for good (CS-14). */
export const start: Run<typeof startImport, ContactsApp> = async ({ params, body, caller }, app) => {
  const { clientId } = params;
  const found = await known(app.imports, params);
  if (found.status !== 'ready')
    throw new DomainError('wrong_state', 'only a file that was looked at, and was not begun with, can be started');
  const declared = await app.fields.declared(clientId, found.listId);
  const audit = audited(app, caller(), clientId, 'import.started', found.importId);
  const knownFields = await app.knownFields(clientId, found.listId);
  const { at } = audit.stamp;
  judge(settingsProblems(body, { columns: found.columns ?? [], knownFields, today: at.slice(0, 10) }));
  const notice = await noticeFor(found, body, at, app);
  const to = begun(found, body, at, { noticeId: notice.noticeId, noticeSha256: sha256OfJson(notice) });
  const added = newFields(body, knownFields);
  const fields =
    added.length === 0
      ? undefined
      : app.fields.declare(clientId, found.listId, declared.length, [...declared, ...added]);
  if (!(await app.imports.start(found, to, { notice, fields }, audit))) throw changedMeanwhile();
  await app.queue().send({ clientId, importId: found.importId });
  return reply(shownImport(to, at));
};

function judge(fields: FieldProblem[]): void {
  if (fields.length > 0) throw new DomainError('invalid_fields', 'some fields are not as they should be', { fields });
}

async function noticeFor(
  { clientId, listId, importId }: KeptImport,
  body: ImportSettings,
  at: string,
  app: ContactsApp,
) {
  const [client, list] = await Promise.all([app.directory.client(clientId), app.directory.list(clientId, listId)]);
  if (!client || !list) throw notFound('list');
  return importNotice(client, list, body, { noticeId: app.ids.next(), importId, at, region: app.region() });
}

function begun(
  found: KeptImport,
  settings: ImportSettings,
  at: string,
  kept: Pick<KeptImport, 'noticeId' | 'noticeSha256'>,
): KeptImport {
  const { source, dialect } = found;
  if (!source || !dialect) throw new Error('an import is ready that nobody looked at');
  const place = { offset: markOf(found), size: source.size };
  const progress = beginningOf(dialect.encoding === 'utf-8' ? 'check' : 'transcode', 1, place);
  return { ...found, ...kept, status: 'checking', settings, startedAt: at, touchedAt: at, progress };
}

/** What nobody knew of before, so that forms, filters and campaigns may ask for it. */
function newFields({ mapping }: ImportSettings, knownFields: readonly FieldDefinition[]): FieldDefinition[] {
  return mapping.flatMap(({ to }) =>
    typeof to === 'string' || knownFields.some(({ key }) => key === to.field.key) ? [] : [to.field],
  );
}
