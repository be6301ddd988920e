import type { FieldDefinition, listFields } from '#contract/contacts.ts';
import type { FormContent } from '#contract/sign-up.ts';
import type { Run } from '#lambdas/platform/api.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { notFound } from '#lambdas/platform/errors.ts';
import { reply } from '#lambdas/platform/reply.ts';
import { formsStore } from '#lambdas/sign-up/forms-store.ts';
import type { FormsStore } from '#lambdas/sign-up/forms-store.ts';
import type { ContactsApp } from './contacts-app.ts';
import { fieldsStore } from './fields-store.ts';
import { unionOf } from './rules/known-fields.ts';

/** What contacts of a list may have: what a campaign can say, and a filter can ask. */
export type KnownFields = (clientId: string, listId: string) => Promise<FieldDefinition[]>;

/** What the forms of the list ask for, and what its imports brought. Its function needs `read` on the Directory. */
export const knownFields =
  (db: Db): KnownFields =>
  async (clientId, listId) => {
    const [forms, declared] = await Promise.all([
      formsOf(formsStore(db), clientId),
      fieldsStore(db).declared(clientId, listId),
    ]);
    return unionOf(
      forms.filter((content) => content.listId === listId),
      declared,
    );
  };

async function formsOf(store: Pick<FormsStore, 'forms'>, clientId: string): Promise<FormContent[]> {
  const contents: FormContent[] = [];
  let pageToken: string | undefined;
  do {
    const page = await store.forms(clientId, { limit: 100, pageToken });
    contents.push(...page.items.map(({ content }) => content));
    pageToken = page.nextPageToken;
  } while (pageToken);
  return contents;
}

export const fields: Run<typeof listFields, ContactsApp> = async ({ params: { clientId, listId } }, app) => {
  if (!(await app.directory.list(clientId, listId))) throw notFound('list');
  return reply({ items: await app.knownFields(clientId, listId) });
};
