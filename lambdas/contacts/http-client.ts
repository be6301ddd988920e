import {
  createImport,
  getImport,
  getImportReport,
  listFields,
  listImports,
  previewImport,
  startImport,
} from '#contract/contacts.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { contactsApp } from './contacts-app.ts';
import { fields } from './known-fields.ts';
import { create, page, report, show } from './manage-imports.ts';
import { preview } from './preview-import.ts';
import { start } from './start-import.ts';

export const handler = api(
  [
    on(listFields, fields),
    on(createImport, create),
    on(previewImport, preview),
    on(startImport, start),
    on(getImport, show),
    on(listImports, page),
    on(getImportReport, report),
  ],
  contactsApp,
);
