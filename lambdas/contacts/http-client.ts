import {
  createImport,
  createSegment,
  deleteSegment,
  estimateSegment,
  getImport,
  getImportReport,
  listFields,
  listImports,
  listSegments,
  previewImport,
  searchContacts,
  startImport,
} from '#contract/contacts.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { contactsApp } from './contacts-app.ts';
import { estimate } from './estimate-segment.ts';
import { fields } from './known-fields.ts';
import { create, page, report, show } from './manage-imports.ts';
import { addSegment, dropSegment, segments } from './manage-segments.ts';
import { preview } from './preview-import.ts';
import { search } from './search-contacts.ts';
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
    on(createSegment, addSegment),
    on(listSegments, segments),
    on(deleteSegment, dropSegment),
    on(estimateSegment, estimate),
    on(searchContacts, search),
  ],
  contactsApp,
);
