import { exportLedger, findContact } from '#contract/consent.ts';
import { api, on } from '#lambdas/platform/api.ts';
import { run as exported } from './export-ledger.ts';
import { run as found } from './find-contact.ts';
import { memberApp } from './member-app.ts';

export const handler = api([on(findContact, found), on(exportLedger, exported)], memberApp);
