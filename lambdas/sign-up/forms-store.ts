import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { client } from '#contract/clients.ts';
import { keptNotice } from '#contract/consent.ts';
import type { Notice } from '#contract/consent.ts';
import { shape } from '#contract/shape.ts';
import type { OutputOf } from '#contract/shape.ts';
import { form, list } from '#contract/sign-up.ts';
import type { Form, List } from '#contract/sign-up.ts';
import { auditPut } from '#lambdas/platform/audit.ts';
import type { Audited } from '#lambdas/platform/audit.ts';
import { transact } from '#lambdas/platform/db.ts';
import type { Db } from '#lambdas/platform/db.ts';
import { tableName } from '#lambdas/platform/environment.ts';
import {
  clientKey,
  directoryTable,
  formKey,
  kindPrefix,
  listKey,
  publishedFormKey,
} from '#lambdas/platform/keys/directory.ts';
import { ledgerTable, noticeKey } from '#lambdas/platform/keys/ledger.ts';
import { listing } from '#lambdas/platform/listing.ts';
import type { Listing, Paging } from '#lambdas/platform/listing.ts';

const stored = shape(() => z.object({ v: z.literal(1) }).loose());
const keptList = shape(() => list().strip());
const keptForm = shape(() => form().strip());
const keptClient = shape(() => client().strip());
const readList = (item: unknown): List => keptList().parse(stored().parse(item));
const readForm = (item: unknown): Form => keptForm().parse(stored().parse(item));

/** What a visitor's page needs, in one item: written at publication, never put together per request. */
export const publishedForm = shape(() =>
  z.object({
    v: z.literal(1),
    form: keptForm(),
    listTitle: z.string(),
    notice: keptNotice(),
    noticeSha256: z.string(),
  }),
);
export type PublishedForm = OutputOf<typeof publishedForm>;

const fresh = 'attribute_not_exists(pk)';

/** Lists and forms of clients, in the Directory. Each change stands beside its audit event. */
export const formsStore = (db: Db, TableName = tableName(directoryTable)) => ({
  async client(clientId: string) {
    const { Item } = await db.send(new GetCommand({ TableName, Key: clientKey(clientId) }));
    return Item === undefined ? undefined : keptClient().parse(stored().parse(Item));
  },

  async addList(added: List, audit: Audited): Promise<void> {
    const Item = { ...listKey(added.clientId, added.listId), v: 1, ...added };
    const put = { TableName, Item, ConditionExpression: fresh };
    await db.send(new TransactWriteCommand({ TransactItems: [{ Put: put }, auditPut(audit, TableName)] }));
  },

  async list(clientId: string, listId: string): Promise<List | undefined> {
    const { Item } = await db.send(new GetCommand({ TableName, Key: listKey(clientId, listId) }));
    return Item === undefined ? undefined : readList(Item);
  },

  lists: (clientId: string, paging: Paging): Promise<Listing<List>> =>
    listing(db, { ...paging, TableName, pk: clientKey(clientId).pk, prefix: kindPrefix('LIST'), read: readList }),

  async addForm(added: Form, audit: Audited): Promise<void> {
    const Item = { ...formKey(added.clientId, added.formId), v: 1, ...added };
    const put = { TableName, Item, ConditionExpression: fresh };
    await db.send(new TransactWriteCommand({ TransactItems: [{ Put: put }, auditPut(audit, TableName)] }));
  },

  async form(clientId: string, formId: string): Promise<Form | undefined> {
    const { Item } = await db.send(new GetCommand({ TableName, Key: formKey(clientId, formId) }));
    return Item === undefined ? undefined : readForm(Item);
  },

  forms: (clientId: string, paging: Paging): Promise<Listing<Form>> =>
    listing(db, { ...paging, TableName, pk: clientKey(clientId).pk, prefix: kindPrefix('FORM'), read: readForm }),

  /** @returns false when the form changed since `from` was read */
  async changeForm(from: Form, to: Form, audit: Audited): Promise<boolean> {
    const refused = await transact(db, [
      { Put: { TableName, Item: { ...formKey(to.clientId, to.formId), v: 1, ...to }, ...unchanged(from) } },
      auditPut(audit, TableName),
    ]);
    return refused === undefined;
  },

  /** The notice is kept for good in the same transaction that shows it. @returns false when the form changed since `from` was read */
  async publish(from: Form, to: Form, published: PublishedForm, kept: Notice, audit: Audited): Promise<boolean> {
    const refused = await transact(db, [
      { Put: { TableName, Item: { ...formKey(to.clientId, to.formId), v: 1, ...to }, ...unchanged(from) } },
      // No condition: the one above guards both, and each publication replaces the page.
      { Put: { TableName, Item: { ...publishedFormKey(to.formId), ...published } } },
      {
        Put: {
          TableName: tableName(ledgerTable),
          Item: { ...noticeKey(kept.noticeId), ...kept },
          ConditionExpression: fresh,
        },
      },
      auditPut(audit, TableName),
    ]);
    return refused === undefined;
  },

  /** @returns false when the form changed since `from` was read */
  async close(from: Form, to: Form, published: PublishedForm, audit: Audited): Promise<boolean> {
    const refused = await transact(db, [
      { Put: { TableName, Item: { ...formKey(to.clientId, to.formId), v: 1, ...to }, ...unchanged(from) } },
      // No condition: the one above guards both.
      { Put: { TableName, Item: { ...publishedFormKey(to.formId), ...published } } },
      auditPut(audit, TableName),
    ]);
    return refused === undefined;
  },

  async published(formId: string): Promise<PublishedForm | undefined> {
    const { Item } = await db.send(new GetCommand({ TableName, Key: publishedFormKey(formId) }));
    return Item === undefined ? undefined : publishedForm().parse(Item);
  },
});

export type FormsStore = ReturnType<typeof formsStore>;

const unchanged = (from: Form) => ({
  ConditionExpression: 'updatedAt = :was AND #v = :version',
  ExpressionAttributeNames: { '#v': 'version' },
  ExpressionAttributeValues: { ':was': from.updatedAt, ':version': from.version },
});
