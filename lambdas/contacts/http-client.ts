import { listFields } from '#contract/contacts.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { contactsApp } from './contacts-app.ts';
import { fields } from './known-fields.ts';

export const handler = api([on(listFields, fields)], contactsApp);
